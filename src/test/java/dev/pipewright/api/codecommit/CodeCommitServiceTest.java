package dev.pipewright.api.codecommit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.api.PageTokens;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Principal;
import dev.pipewright.wire.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.codecommit.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.codecommit.model.GetRepositoryRequest;
import software.amazon.awssdk.services.codecommit.model.ListRepositoriesRequest;
import software.amazon.awssdk.services.codecommit.model.ListRepositoriesResponse;
import software.amazon.awssdk.services.codecommit.model.RepositoryMetadata;
import software.amazon.awssdk.services.codecommit.model.RepositoryNameIdPair;

final class CodeCommitServiceTest {
    private static final Request REQUEST = new Request(
            "request-1", Instant.EPOCH,
            new Principal("111122223333", "arn:aws:iam::111122223333:user/writer", Principal.Grants.ALL),
            "eu-central-1");

    private static final PageTokens TOKENS = new PageTokens(new byte[32]);

    private final FakeHost host = new FakeHost();

    /** Repositories that are names only, of small letters. */
    private static final class FakeHost implements RepositoryHost {
        private final TreeSet<String> names = new TreeSet<>();

        @Override
        public Optional<String> objection(String name) {
            return name.matches("[a-z0-9]+") ? Optional.empty() : Optional.of("The name '" + name + "' is 100% wrong.");
        }

        @Override
        public boolean create(String name) {
            return names.add(name);
        }

        @Override
        public boolean exists(String name) {
            return names.contains(name);
        }

        @Override
        public List<String> list() {
            return List.copyOf(names);
        }

        @Override
        public Optional<String> defaultBranch(String name) {
            return name.equals("empty") ? Optional.empty() : Optional.of("main");
        }

        @Override
        public String cloneUrl(String name) {
            return "http://127.0.0.1:4567/git/" + name;
        }
    }

    @Test
    void a_repository_that_is_made_tells_where_it_is_cloned_from() {
        var made = create("shop");

        assertThat(made.cloneUrlHttp()).isEqualTo("http://127.0.0.1:4567/git/shop");
        assertThat(made.arn()).isEqualTo("arn:aws:codecommit:eu-central-1:111122223333:shop");
        assertThat(made.accountId()).isEqualTo("111122223333");
        assertThat(made.defaultBranch()).isEqualTo("main");
        assertThat(get("shop")).isEqualTo(made);
        assertThat(create("empty").defaultBranch()).isNull();
    }

    @Test
    void a_name_is_given_once() {
        create("shop");

        refused("RepositoryNameExistsException", () -> create("shop")).hasMessageContaining("shop");
    }

    @Test
    void an_unknown_repository_is_named() {
        refused("RepositoryDoesNotExistException", () -> get("shop")).hasMessageContaining("shop");
    }

    @Test
    void wrong_names_are_told_why() {
        refused("RepositoryNameRequiredException", () -> create((String) null));
        refused("InvalidRepositoryNameException", () -> create("../x")).hasMessage("The name '../x' is 100% wrong.");
        refused("InvalidRepositoryNameException", () -> get("../x"));
    }

    @Test
    void what_could_not_be_kept_is_refused() {
        refused("InvalidRepositoryDescriptionException", () -> create(CreateRepositoryRequest.builder()
                .repositoryName("shop").repositoryDescription("A shop").build()));
        refused("InvalidTagsMapException", () -> create(CreateRepositoryRequest.builder()
                .repositoryName("shop").tags(Map.of("a", "b")).build()));
        assertThat(host.names).isEmpty();
    }

    @Test
    void pages_hold_every_repository_once_in_either_order() {
        for (int i = 0; i < 1500; i++) {
            host.create("r%04d".formatted(i));
        }
        for (var order : List.of("ascending", "descending")) {
            var found = new ArrayList<String>();
            String token = null;
            do {
                var page = list(ListRepositoriesRequest.builder().order(order).nextToken(token));
                page.repositories().stream().map(RepositoryNameIdPair::repositoryName).forEach(found::add);
                token = page.nextToken();
            } while (token != null);
            assertThat(found).hasSize(1500).doesNotHaveDuplicates();
            var ofOtherOrder = list(ListRepositoriesRequest.builder().order(order)).nextToken();
            refused("InvalidContinuationTokenException", () -> list(ListRepositoriesRequest.builder()
                    .order(order.equals("ascending") ? "descending" : "ascending")
                    .nextToken(ofOtherOrder)));
            assertThat(found.getFirst()).isEqualTo(order.equals("ascending") ? "r0000" : "r1499");
        }
    }

    @Test
    void orders_and_tokens_that_mean_nothing_are_refused() {
        refused("InvalidSortByException", () -> list(ListRepositoriesRequest.builder().sortBy("lastModifiedDate")));
        refused("InvalidContinuationTokenException", () -> list(ListRepositoriesRequest.builder().nextToken("!")));
        var madeUp = ListRepositoriesRequest.builder().nextToken("cjAwMDA");
        refused("InvalidContinuationTokenException", () -> list(madeUp));
    }

    @Test
    void the_service_knows_the_constraints_of_its_operations() {
        assertThat(CodeCommitService.of(host, TOKENS)).isNotNull();
    }

    private RepositoryMetadata create(String name) {
        return create(CreateRepositoryRequest.builder().repositoryName(name).build());
    }

    private RepositoryMetadata create(CreateRepositoryRequest request) {
        return new CreateRepository(host).run(request, REQUEST).repositoryMetadata();
    }

    private RepositoryMetadata get(String name) {
        return new GetRepository(host)
                .run(GetRepositoryRequest.builder().repositoryName(name).build(), REQUEST)
                .repositoryMetadata();
    }

    private ListRepositoriesResponse list(ListRepositoriesRequest.Builder request) {
        return new ListRepositories(host, TOKENS).run(request.build(), REQUEST);
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(String error, ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(
                Fault.class, fault -> assertThat(fault.type()).isEqualTo(error));
    }
}
