package dev.pipewright.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.ConnectionProvider;
import dev.pipewright.model.GitEvent.BranchPush;
import dev.pipewright.model.GitEvent.PullRequest;
import dev.pipewright.model.PullRequestEvent;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class EventDetailTest {
    @Test
    void it_is_json_of_the_event() {
        assertThat(EventDetail.of(new BranchPush("acme/shop", "a\"b", Optional.of("1"), "2"), ConnectionProvider.Git))
                .isEqualTo("{\"ProviderType\":\"Git\",\"FullRepositoryName\":\"acme/shop\",\"EventType\":\"PUSH\","
                        + "\"BranchName\":\"a\\\"b\",\"BeforeCommitId\":\"1\",\"CommitId\":\"2\"}");
    }

    @Test
    void it_fits_into_the_api_however_long_the_names_are() {
        var name = "\"".repeat(1024);
        var detail = EventDetail.of(
                new PullRequest(name, "9".repeat(20), PullRequestEvent.OPEN, name, name, "f".repeat(64)),
                ConnectionProvider.GitHubEnterpriseServer);
        assertThat(detail).hasSizeLessThanOrEqualTo(1024);
        assertThat(new JsonMapper().readTree(detail).path("CommitId").asString()).isEqualTo("f".repeat(64));
    }
}
