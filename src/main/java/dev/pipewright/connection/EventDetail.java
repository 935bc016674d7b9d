package dev.pipewright.connection;

import dev.pipewright.model.ConnectionProvider;
import dev.pipewright.model.GitEvent;
import dev.pipewright.model.GitEvent.BranchPush;
import dev.pipewright.model.GitEvent.PullRequest;
import dev.pipewright.model.GitEvent.TagPush;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an execution says of the Git event that started it, as JSON. */
final class EventDetail {
    /** The API's limit of a trigger's detail. */
    private static final int LONGEST = 1024;

    private static final int LONGEST_NAME = 255;

    private EventDetail() {}

    /** The JSON. Names that make it longer than the API allows are cut. */
    static String of(GitEvent event, ConnectionProvider provider) {
        for (int length = LONGEST_NAME; ; length /= 2) {
            var detail = json(event, provider, length).toString();
            if (detail.length() <= LONGEST) {
                return detail;
            }
        }
    }

    private static ObjectNode json(GitEvent event, ConnectionProvider provider, int length) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("ProviderType", provider.name());
        json.put("FullRepositoryName", cut(event.repository(), length));
        switch (event) {
            case BranchPush push -> {
                json.put("EventType", "PUSH").put("BranchName", cut(push.branch(), length));
                push.before().ifPresent(before -> json.put("BeforeCommitId", before));
            }
            case TagPush push -> json.put("EventType", "PUSH").put("TagName", cut(push.tag(), length));
            case PullRequest request -> json.put("EventType", "PULL_REQUEST")
                    .put("PullRequestEvent", request.event().name())
                    .put("PullRequestId", request.number())
                    .put("BranchName", cut(request.branch(), length))
                    .put("TargetBranchName", cut(request.targetBranch(), length));
        }
        return json.put("CommitId", event.commitId());
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }
}
