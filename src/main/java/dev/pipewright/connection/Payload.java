package dev.pipewright.connection;

import dev.pipewright.connection.News.Gone;
import dev.pipewright.connection.News.Happened;
import dev.pipewright.model.GitEvent;
import dev.pipewright.model.GitEvent.BranchPush;
import dev.pipewright.model.GitEvent.TagPush;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of a delivery, with the care that text from outside needs. */
record Payload(JsonNode json) {
    static final String BRANCHES = "refs/heads/";
    static final String TAGS = "refs/tags/";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern COMMIT_ID = Pattern.compile("[0-9a-f]{7,64}");
    private static final int LONGEST_TEXT = 1024;

    /** A payload that is not what its host documents; the message is a sentence. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String sentence) {
            super(sentence, null, false, false);
        }
    }

    static Payload read(byte[] body) throws Unreadable {
        try {
            var json = JSON.readTree(body);
            if (json != null && json.isObject()) return new Payload(json);
        } catch (JacksonException _) {
            // The same sentence as for JSON that is no object.
        }
        throw new Unreadable("The payload is not a JSON object.");
    }

    /** A part of the payload, by the names of members with dots between them; missing where there is none. */
    Payload at(String path) {
        var node = json;
        for (var name : path.split("\\.")) node = node.path(name);
        return new Payload(node);
    }

    boolean isThere() {
        return !json.isMissingNode() && !json.isNull();
    }

    /** The elements of a list, or nothing. */
    List<Payload> list(String path) {
        return at(path).json.valueStream().map(Payload::new).toList();
    }

    /** A text that must be there. */
    String text(String path) throws Unreadable {
        return optionalText(path).orElseThrow(() -> new Unreadable("The payload has no %s.".formatted(path)));
    }

    /** A text that may be missing. What is too long for a name, or has control characters, is none. */
    Optional<String> optionalText(String path) {
        var node = at(path).json;
        return Optional.of(node)
                .filter(given -> given.isString() || given.isIntegralNumber())
                .map(JsonNode::asString)
                .filter(text -> !text.isEmpty() && text.length() <= LONGEST_TEXT)
                .filter(text -> text.chars().noneMatch(Character::isISOControl));
    }

    boolean flag(String path) {
        return at(path).json.asBoolean(false);
    }

    /** The id of a commit, or its first characters where the host gives no more. */
    String commitId(String path) throws Unreadable {
        var id = text(path);
        if (COMMIT_ID.matcher(id).matches()) return id;
        throw new Unreadable("The %s of the payload is not the id of a commit.".formatted(path));
    }

    /** The id of a commit; empty for the zeros that stand for none. */
    Optional<String> optionalCommitId(String path) throws Unreadable {
        if (!at(path).isThere()) return Optional.empty();
        return Optional.of(commitId(path)).filter(id -> id.chars().anyMatch(character -> character != '0'));
    }

    /** The text as it is, for paths of files, which may hold anything. */
    Optional<String> raw() {
        return json.isString() ? Optional.of(json.stringValue()) : Optional.empty();
    }

    /**
     * What the push of one ref means.
     *
     * @param before empty for a ref that is new
     * @param after empty for a ref that is gone
     * @param files the changed files, where the payload has all of them
     */
    static List<News> push(
            String repository,
            String ref,
            Optional<String> before,
            Optional<String> after,
            Optional<List<String>> files) {
        if (!ref.startsWith(BRANCHES) && !ref.startsWith(TAGS)) return List.of();
        if (after.isEmpty()) return List.of(new Gone(repository, ref));
        GitEvent event = ref.startsWith(BRANCHES)
                ? new BranchPush(repository, ref.substring(BRANCHES.length()), before, after.get())
                : new TagPush(repository, ref.substring(TAGS.length()), after.get());
        return List.of(new Happened(event, files));
    }
}
