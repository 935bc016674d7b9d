package dev.pipewright.api.codecommit;

import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import software.amazon.awssdk.services.codecommit.model.ListRepositoriesRequest;
import software.amazon.awssdk.services.codecommit.model.ListRepositoriesResponse;
import software.amazon.awssdk.services.codecommit.model.OrderEnum;
import software.amazon.awssdk.services.codecommit.model.RepositoryNameIdPair;
import software.amazon.awssdk.services.codecommit.model.SortByEnum;

/** The repositories by name. */
final class ListRepositories implements Operation<ListRepositoriesRequest, ListRepositoriesResponse> {
    private static final int PAGE = 1000;

    private final RepositoryHost host;

    ListRepositories(RepositoryHost host) {
        this.host = host;
    }

    @Override
    public ListRepositoriesResponse run(ListRepositoriesRequest input, Request request) {
        if (input.sortBy() == SortByEnum.LAST_MODIFIED_DATE) {
            throw Fault.of(
                    "InvalidSortByException",
                    "Repositories are sorted by repositoryName; other orders are not available yet");
        }
        var ascending = Comparator.<String>naturalOrder();
        var order = input.order() == OrderEnum.DESCENDING ? ascending.reversed() : ascending;
        var after = input.nextToken() == null ? null : read(input.nextToken());
        var found = host.list().stream()
                .filter(name -> after == null || order.compare(name, after) > 0)
                .sorted(order)
                .limit(PAGE + 1L)
                .toList();
        var page = found.subList(0, Math.min(PAGE, found.size()));
        return ListRepositoriesResponse.builder()
                .repositories(page.stream()
                        .map(name -> RepositoryNameIdPair.builder()
                                .repositoryName(name)
                                .repositoryId(RepositoryShapes.id(name, request))
                                .build())
                        .toList())
                .nextToken(page.size() < found.size() ? token(page.getLast()) : null)
                .build();
    }

    private static String token(String last) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw Fault.of("InvalidContinuationTokenException", "The specified continuation token is not valid.");
        }
    }
}
