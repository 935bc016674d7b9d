package dev.pipewright.git;

import java.util.regex.Pattern;

/** What a path below {@code /git} asks for. */
sealed interface GitPath {
    /** The style sheet of the pages. */
    record Stylesheet() implements GitPath {}

    /** The page of a repository. */
    record Overview(String repository) implements GitPath {}

    /** The page of a commit. */
    record CommitDetails(String repository, String commitId) implements GitPath {}

    /** What Git asks first: which refs there are, for one of its two services. */
    record Refs(String repository) implements GitPath {}

    /** A clone or a fetch. */
    record Fetch(String repository) implements GitPath {}

    /** A push. */
    record Receive(String repository) implements GitPath {}

    /** Nothing that there could be. */
    record Refused(int status, String sentence) implements GitPath {}

    /** No repository can be of this name. */
    String STYLESHEET = "~style.css";

    Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~/-]*");

    /**
     * Reads a path as it came over the wire. Nothing that is asked for here needs an escape, so none is decoded, and
     * none can hide anything.
     *
     * @param path what follows {@code /git/}
     */
    static GitPath parse(String path) {
        if (!PLAIN.matcher(path).matches()) {
            return new Refused(400, "A path below /git/ may hold only letters, digits, '.', '_', '-' and '/'.");
        }
        if (path.equals(STYLESHEET)) return new Stylesheet();
        var parts = (path.endsWith("/") ? path.substring(0, path.length() - 1) : path).split("/", -1);
        var repository = parts[0].endsWith(".git") ? parts[0].substring(0, parts[0].length() - 4) : parts[0];
        var objection = RepositoryName.objection(repository);
        if (objection.isPresent()) return new Refused(400, objection.get());
        var rest = String.join("/", parts).substring(parts[0].length());
        return switch (rest) {
            case "" -> new Overview(repository);
            case "/info/refs" -> new Refs(repository);
            case "/git-upload-pack" -> new Fetch(repository);
            case "/git-receive-pack" -> new Receive(repository);
            case String page when page.startsWith("/commit/") && parts.length == 3 ->
                new CommitDetails(repository, parts[2]);
            case String _ ->
                new Refused(404, "There is nothing at '%s' of the repository '%s'."
                        .formatted(rest.length() > 200 ? rest.substring(0, 200) + "..." : rest, repository));
        };
    }
}
