package dev.pipewright.runtime;

import dev.pipewright.engine.Announced;
import dev.pipewright.model.Execution;
import dev.pipewright.model.Trigger;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The {@code execution-trigger} of an event: who started the execution, or the commit that did. */
final class ExecutionTrigger {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** The variables of a source action that tell of its commit, and the members of the event that carry them on. */
    private static final Map<String, String> COMMIT = new LinkedHashMap<>();

    static {
        COMMIT.put("AuthorDisplayName", "author-display-name");
        COMMIT.put("FullRepositoryName", "full-repository-name");
        COMMIT.put("ProviderType", "provider-type");
        COMMIT.put("AuthorEmail", "author-email");
        COMMIT.put("CommitMessage", "commit-message");
        COMMIT.put("AuthorDate", "author-date");
        COMMIT.put("TagName", "tag-name");
        COMMIT.put("BranchName", "branch-name");
        COMMIT.put("CommitId", "commit-id");
        COMMIT.put("ConnectionArn", "connection-arn");
        COMMIT.put("AuthorId", "author-id");
    }

    private static final Set<String> BY_COMMIT = Set.of(Trigger.WEBHOOK, Trigger.WEBHOOK_V2);
    private static final Set<Announced> ENDS = Set.of(Announced.SUCCEEDED, Announced.FAILED);

    private ExecutionTrigger() {}

    /**
     * The member for an event of an execution. Every start has it. An execution that a commit started tells of that
     * commit, as soon as it is known, also when it ends by itself, as the service does.
     */
    static Optional<ObjectNode> of(Execution execution, Announced state) {
        var trigger = execution.trigger();
        if (state == Announced.STARTED) {
            return Optional.of(told(trigger).orElseGet(() -> plain(trigger)));
        }
        return ENDS.contains(state) && BY_COMMIT.contains(trigger.type())
                ? told(trigger).or(() -> taken(execution))
                : Optional.empty();
    }

    private static ObjectNode plain(Trigger trigger) {
        var plain = MAPPER.createObjectNode();
        plain.put("trigger-type", trigger.type());
        plain.put("trigger-detail", trigger.detail());
        return plain;
    }

    /** The commit that the trigger's detail names, where that is JSON with members named like the variables. */
    private static Optional<ObjectNode> told(Trigger trigger) {
        if (trigger.detail() == null || !trigger.detail().startsWith("{")) {
            return Optional.empty();
        }
        try {
            var detail = MAPPER.readTree(trigger.detail());
            return commit(name -> Stream.of(name, name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1))
                    .map(detail::path)
                    .filter(JsonNode::isString)
                    .map(JsonNode::asString)
                    .findFirst());
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    /** The commit that a source action took by way of a connection. */
    private static Optional<ObjectNode> taken(Execution execution) {
        return execution.stages().stream()
                .limit(1)
                .flatMap(stage -> stage.actions().stream())
                .map(run -> run.outputVariables())
                .filter(variables -> variables.containsKey("ConnectionArn"))
                .flatMap(variables -> commit(name -> Optional.ofNullable(variables.get(name))).stream())
                .findFirst();
    }

    private static Optional<ObjectNode> commit(Function<String, Optional<String>> values) {
        var commit = MAPPER.createObjectNode();
        COMMIT.forEach((variable, member) -> values.apply(variable).ifPresent(value -> commit.put(member, value)));
        return commit.has("commit-id") ? Optional.of(commit) : Optional.empty();
    }
}
