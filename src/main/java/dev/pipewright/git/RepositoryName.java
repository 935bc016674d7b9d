package dev.pipewright.git;

import java.util.Optional;
import java.util.regex.Pattern;

/** The rule for names of repositories, which is CodeCommit's. It keeps a name from ever being a path. */
public final class RepositoryName {
    private static final int LONGEST = 100;
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]+");

    private RepositoryName() {}

    /** What is wrong with a name, as a sentence; empty for a name that a repository may have. */
    public static Optional<String> objection(String name) {
        if (name.isEmpty()) return Optional.of("A repository name is empty, and must have 1 to 100 characters.");
        if (name.length() > LONGEST) {
            return Optional.of("The repository name '%s...' has %d characters, and may have at most %d."
                    .formatted(printable(name.substring(0, 20)), name.length(), LONGEST));
        }
        if (!ALLOWED.matcher(name).matches()) {
            return Optional.of("The repository name '%s' may hold only letters, digits, '.', '_' and '-'."
                    .formatted(printable(name)));
        }
        if (name.equals(".") || name.equals("..")) {
            return Optional.of("The repository name '%s' is not allowed, because it means a folder.".formatted(name));
        }
        if (name.endsWith(".git")) {
            return Optional.of("The repository name '%s' may not end in '.git'.".formatted(name));
        }
        return Optional.empty();
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
