package dev.pipewright.runtime;

import dev.pipewright.engine.Announced;
import dev.pipewright.model.Trigger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The {@code execution-trigger} of an event: who started the execution, or the commit that did. */
final class ExecutionTrigger {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** The member of a trigger's detail that tells of a commit, and the event's member that carries it on. */
    private static final Map<String, String> COMMIT = new LinkedHashMap<>();

    static {
        COMMIT.put("authorDisplayName", "author-display-name");
        COMMIT.put("fullRepositoryName", "full-repository-name");
        COMMIT.put("providerType", "provider-type");
        COMMIT.put("authorEmail", "author-email");
        COMMIT.put("commitMessage", "commit-message");
        COMMIT.put("authorDate", "author-date");
        COMMIT.put("tagName", "tag-name");
        COMMIT.put("branchName", "branch-name");
        COMMIT.put("commitId", "commit-id");
        COMMIT.put("connectionArn", "connection-arn");
        COMMIT.put("authorId", "author-id");
    }

    private static final Set<Announced> TOLD_OF_COMMITS =
            Set.of(Announced.STARTED, Announced.SUCCEEDED, Announced.FAILED);

    private ExecutionTrigger() {}

    /**
     * The member for an event of an execution. Every start has it; of a commit it is told also when the execution ends
     * by itself, as the service does.
     */
    static Optional<ObjectNode> of(Trigger trigger, Announced state) {
        var commit = commit(trigger);
        if (commit.isPresent()) {
            return commit.filter(_ -> TOLD_OF_COMMITS.contains(state));
        }
        if (state != Announced.STARTED) {
            return Optional.empty();
        }
        var plain = MAPPER.createObjectNode();
        plain.put("trigger-type", trigger.type());
        plain.put("trigger-detail", trigger.detail());
        return Optional.of(plain);
    }

    /** What a push told, when the trigger's detail is JSON that names a commit. */
    private static Optional<ObjectNode> commit(Trigger trigger) {
        if (trigger.detail() == null || !trigger.detail().startsWith("{")) {
            return Optional.empty();
        }
        JsonNode told;
        try {
            told = MAPPER.readTree(trigger.detail());
        } catch (JacksonException _) {
            return Optional.empty();
        }
        var commit = MAPPER.createObjectNode();
        COMMIT.forEach((from, to) -> {
            if (told.path(from).isString()) {
                commit.put(to, told.path(from).asString());
            }
        });
        return commit.has("commit-id") ? Optional.of(commit) : Optional.empty();
    }
}
