package dev.pipewright.api;

import dev.pipewright.store.Database;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.TreeMap;
import software.amazon.awssdk.services.codepipeline.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.ListTagsForResourceResponse;

/** The tags of a resource in the order of their keys. */
final class ListTagsForResource implements Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> {
    private static final int LARGEST_PAGE = 100;

    private final Database database;
    private final PageTokens pages;

    ListTagsForResource(Database database, PageTokens pages) {
        this.database = database;
        this.pages = pages;
    }

    @Override
    public ListTagsForResourceResponse run(ListTagsForResourceRequest input, Request request) {
        var resource = ResourceArn.parse(input.resourceArn(), request);
        var listing = "ListTagsForResource " + resource.text();
        var after = pages.position(listing, input.nextToken());
        var tags = database.read(tables -> {
            if (!resource.exists(tables)) {
                throw Faults.resourceNotFound(input.resourceArn());
            }
            return new TreeMap<>(tables.tags().of(resource.text()));
        });
        var rest = Tagging.wire(after.map(key -> tags.tailMap(key, false)).orElse(tags));
        var size = input.maxResults() == null ? LARGEST_PAGE : input.maxResults();
        var page = rest.subList(0, Math.min(size, rest.size()));
        return ListTagsForResourceResponse.builder()
                .tags(page)
                .nextToken(page.size() < rest.size() ? pages.after(listing, page.getLast().key()) : null)
                .build();
    }
}
