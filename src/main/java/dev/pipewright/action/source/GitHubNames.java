package dev.pipewright.action.source;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What names at GitHub, and tokens for it, can look like: they become part of a URL and of what Git is asked. */
final class GitHubNames {
    private static final int LONGEST_SHOWN = 100;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern BRANCH = Pattern.compile("[^\\p{Cntrl} ~^:?*\\[\\\\]{1,255}");
    /** Of names that Git would read as something else, or cannot keep. */
    private static final Pattern NO_BRANCH =
            Pattern.compile("^[-/.]|^@$|[/.]$|\\.\\.|//|/\\.|@\\{|\\.lock(/|$)");
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    private GitHubNames() {}

    /** What is wrong with the values that are there, as a sentence. */
    static Optional<String> trouble(Map<String, String> configuration) {
        return name(configuration, "Owner")
                .or(() -> name(configuration, "Repo"))
                .or(() -> branch(configuration.get("Branch")))
                .or(() -> token(configuration.get("OAuthToken")));
    }

    private static Optional<String> name(Map<String, String> configuration, String key) {
        var name = configuration.get(key);
        return name == null || NAME.matcher(name).matches() && !name.contains("..") && !name.equals(".")
                ? Optional.empty()
                : Optional.of(("The %s \"%s\" cannot be a name at GitHub, which has letters, digits, dots, hyphens and"
                                + " underscores, 100 at most and no two dots in a row.")
                        .formatted(key, shown(name)));
    }

    private static Optional<String> branch(String name) {
        return name == null || BRANCH.matcher(name).matches() && !NO_BRANCH.matcher(name).find()
                ? Optional.empty()
                : Optional.of("The Branch \"%s\" cannot be the name of a branch in Git.".formatted(shown(name)));
    }

    private static Optional<String> token(String token) {
        return token == null || TOKEN.matcher(token).matches()
                ? Optional.empty()
                : Optional.of("The OAuthToken has characters that no token has, such as a space or the end of a line.");
    }

    private static String shown(String text) {
        var cut = Texts.cut(text, LONGEST_SHOWN);
        return (cut.length() < text.length() ? cut + "..." : cut).replaceAll("\\p{Cntrl}", "?");
    }
}
