package dev.pipewright.api;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.store.Tables;

/** The action types that an account may name in a region: the built-in ones, and those it made itself. */
public final class Catalog {
    private final ActionCatalog builtIn;

    public Catalog(ActionCatalog builtIn) {
        this.builtIn = builtIn;
    }

    /** The types that every account has. */
    ActionCatalog builtIn() {
        return builtIn;
    }

    /** The types as one snapshot of the store has them. */
    ActionCatalog of(Tables tables, String account, String region) {
        return builtIn.with(id -> tables.actionTypes().find(account, region, id));
    }

    /** The same with the types that were deleted: what is set for their actions is still there, and still secret. */
    ActionCatalog alsoDeleted(Tables tables, String account, String region) {
        return builtIn.with(id -> tables.actionTypes().findAlsoDeleted(account, region, id));
    }
}
