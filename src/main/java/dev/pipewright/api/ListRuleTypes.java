package dev.pipewright.api;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.ListRuleTypesRequest;
import software.amazon.awssdk.services.codepipeline.model.ListRuleTypesResponse;

/** The rule types that this server runs. They are the same in every region, and all of them are of owner AWS. */
public final class ListRuleTypes implements Operation<ListRuleTypesRequest, ListRuleTypesResponse> {
    private final ActionCatalog catalog;

    public ListRuleTypes(ActionCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public ListRuleTypesResponse run(ListRuleTypesRequest input, Request request) {
        return ListRuleTypesResponse.builder()
                .ruleTypes(catalog.rules().stream()
                        .filter(type -> input.ruleOwnerFilter() == null
                                || type.id().owner().name().equals(input.ruleOwnerFilterAsString()))
                        .map(RuleTypes::wire)
                        .toList())
                .build();
    }
}
