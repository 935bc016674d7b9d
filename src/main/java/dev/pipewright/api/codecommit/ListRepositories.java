package dev.pipewright.api.codecommit;

import dev.pipewright.api.PageTokens;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
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
    private final PageTokens tokens;

    ListRepositories(RepositoryHost host, PageTokens tokens) {
        this.host = host;
        this.tokens = tokens.refusing(() -> Fault.of(
                "InvalidContinuationTokenException", "The specified continuation token is not valid."));
    }

    @Override
    public ListRepositoriesResponse run(ListRepositoriesRequest input, Request request) {
        if (input.sortBy() == SortByEnum.LAST_MODIFIED_DATE) {
            throw Fault.of(
                    "InvalidSortByException",
                    "Repositories are sorted by repositoryName; other orders are not available yet");
        }
        var ascending = Comparator.<String>naturalOrder();
        var isDescending = input.order() == OrderEnum.DESCENDING;
        var order = isDescending ? ascending.reversed() : ascending;
        var listing = "codecommit:ListRepositories %s %s %s"
                .formatted(request.account(), request.region(), isDescending ? "descending" : "ascending");
        var after = tokens.position(listing, input.nextToken()).orElse(null);
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
                .nextToken(page.size() < found.size() ? tokens.after(listing, page.getLast()) : null)
                .build();
    }
}
