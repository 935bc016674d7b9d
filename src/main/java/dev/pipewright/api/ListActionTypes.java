package dev.pipewright.api;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.IntegrationType;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.codepipeline.model.ListActionTypesRequest;
import software.amazon.awssdk.services.codepipeline.model.ListActionTypesResponse;

/**
 * The action types that this server runs and those of partners that the account may use, and behind them the custom
 * ones of the account and region.
 */
final class ListActionTypes implements Operation<ListActionTypesRequest, ListActionTypesResponse> {
    private static final int PAGE = 100;

    private final Database database;
    private final ActionCatalog catalog;
    private final PageTokens pages;

    ListActionTypes(Database database, ActionCatalog catalog, PageTokens pages) {
        this.database = database;
        this.catalog = catalog;
        this.pages = pages;
    }

    @Override
    public ListActionTypesResponse run(ListActionTypesRequest input, Request request) {
        var region = input.regionFilter() == null ? request.region() : input.regionFilter();
        var owner = Optional.ofNullable(input.actionOwnerFilterAsString()).map(ActionOwner::valueOf);
        var listing = "ListActionTypes %s %s %s".formatted(request.account(), region, owner);
        var after = pages.position(listing, input.nextToken()).map(ListActionTypes::id);

        // One more than fits tells whether there is a next page.
        var found = new ArrayList<ActionType>();
        if (after.filter(id -> id.owner() == ActionOwner.Custom).isEmpty()) {
            found.addAll(notCustom(request.account(), owner, after));
        }
        if (found.size() <= PAGE && owner.orElse(ActionOwner.Custom) == ActionOwner.Custom) {
            var afterCustom = after.filter(id -> id.owner() == ActionOwner.Custom);
            found.addAll(database.read(tables ->
                    tables.actionTypes().list(request.account(), region, afterCustom, PAGE + 1 - found.size())));
        }
        var page = found.subList(0, Math.min(PAGE, found.size()));
        return ListActionTypesResponse.builder()
                .actionTypes(page.stream().map(ActionTypes::wire).toList())
                .nextToken(page.size() < found.size() ? pages.after(listing, page.getLast().id().toString()) : null)
                .build();
    }

    /** The built-in types, and among them by their identities those of partners that the account may use. */
    private List<ActionType> notCustom(
            String account, Optional<ActionOwner> owner, Optional<ActionTypeId> after) {
        List<IntegrationType> integrated = database.read(tables -> tables.integrationTypes().all());
        var ofPartners = integrated.stream()
                .filter(type -> type.mayUse(account))
                .map(type -> type.declaration().type());
        return Stream.concat(catalog.available().stream(), ofPartners)
                .filter(type -> owner.isEmpty() || type.id().owner() == owner.get())
                .filter(type -> after.isEmpty() || type.id().toString().compareTo(after.get().toString()) > 0)
                .sorted(Comparator.comparing(type -> type.id().toString()))
                .limit(PAGE + 1)
                .toList();
    }

    /** The id in a page token, which this class wrote: its parts have no slashes. */
    private static ActionTypeId id(String position) {
        var parts = position.split("/");
        return new ActionTypeId(ActionCategory.valueOf(parts[0]), ActionOwner.valueOf(parts[1]), parts[2], parts[3]);
    }
}
