package dev.pipewright.api;

import dev.pipewright.engine.Secrets;
import dev.pipewright.engine.StructureRules;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.store.Database;
import dev.pipewright.store.Tables;
import dev.pipewright.wire.Fault;

/** Holds definitions to the structure's rules, and hides what is secret in them. */
public final class DefinitionCheck {
    private final Database database;
    private final Catalog catalog;

    public DefinitionCheck(Database database, Catalog catalog) {
        this.database = database;
        this.catalog = catalog;
    }

    /** @throws Fault that says the first thing that is wrong with the definition */
    void refuseWrong(Pipeline given, Tables tables, PipelineKey key) {
        var types = catalog.of(tables, key.account(), key.region());
        StructureRules.firstProblem(given, types, key.region()).ifPresent(problem -> {
            throw Fault.of(problem.kind() + "Exception", "%s", problem.message());
        });
    }

    /** The definition with the stored secrets in the place of the masks that a caller sent back. */
    Pipeline restored(Pipeline given, Pipeline stored, Tables tables, PipelineKey key) {
        return Secrets.restored(given, stored, catalog.alsoDeleted(tables, key.account(), key.region()));
    }

    /** The definition as callers may read it. */
    Pipeline masked(Pipeline definition, PipelineKey key) {
        return database.read(tables ->
                Secrets.masked(definition, catalog.alsoDeleted(tables, key.account(), key.region())));
    }
}
