package dev.pipewright.store;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The action types of each account and region that this server did not bring along: the custom ones, and for look-ups
 * also those of partners. A deleted one is kept, since pipelines may still name it.
 */
public final class ActionTypes {
    private final Handle handle;

    /** How the making of an action type ended. */
    public enum Creation {
        /** It is there now. */
        CREATED,
        /** There is one of this identity. */
        EXISTS,
        /** There was one of this identity, which was deleted, and its definition was another. */
        DIFFERS_FROM_DELETED
    }

    ActionTypes(Handle handle) {
        this.handle = handle;
    }

    /** Makes a custom action type. After a deletion the same identity may only come back with the same definition. */
    public Creation create(String account, String region, ActionType type) {
        if (find(account, region, type.id()).isPresent()) {
            return Creation.EXISTS;
        }
        Optional<ActionType> deleted = findAlsoDeleted(account, region, type.id());
        if (deleted.isPresent() && !deleted.get().equals(type)) {
            return Creation.DIFFERS_FROM_DELETED;
        }
        handle.createUpdate("""
                        INSERT INTO action_type (account, region, category, provider, version, body)
                        VALUES (:account, :region, :category, :provider, :version, :body)
                            ON CONFLICT (account, region, category, provider, version) DO UPDATE SET deleted = 0""")
                .bind("account", account)
                .bind("region", region)
                .bind("category", type.id().category().name())
                .bind("provider", type.id().provider())
                .bind("version", type.id().version())
                .bind("body", Json.write(type))
                .execute();
        return Creation.CREATED;
    }

    /** Marks an action type as deleted; false when there is none that is not. */
    public boolean delete(String account, String region, ActionTypeId id) {
        return id.owner() == ActionOwner.Custom
                && handle.createUpdate("""
                                UPDATE action_type
                                   SET deleted = 1
                                 WHERE account = :account AND region = :region AND category = :category
                                   AND provider = :provider AND version = :version AND deleted = 0""")
                                .bind("account", account)
                                .bind("region", region)
                                .bind("category", id.category().name())
                                .bind("provider", id.provider())
                                .bind("version", id.version())
                                .execute()
                        == 1;
    }

    /** The action type of that identity that the account may use, unless it is deleted. */
    public Optional<ActionType> find(String account, String region, ActionTypeId id) {
        return id.owner() == ActionOwner.Custom
                ? find(account, region, id, false)
                : new IntegrationTypes(handle)
                        .find(id)
                        .filter(type -> type.mayUse(account))
                        .map(type -> type.declaration().type());
    }

    /** The action type of that identity, also when it is deleted or the account may not use it any more. */
    public Optional<ActionType> findAlsoDeleted(String account, String region, ActionTypeId id) {
        return id.owner() == ActionOwner.Custom
                ? find(account, region, id, true)
                : new IntegrationTypes(handle)
                        .findAlsoRemoved(id)
                        .map(type -> type.declaration().type());
    }

    private Optional<ActionType> find(String account, String region, ActionTypeId id, boolean alsoDeleted) {
        return handle.createQuery("""
                        SELECT body
                          FROM action_type
                         WHERE account = :account AND region = :region AND category = :category
                           AND provider = :provider AND version = :version AND (deleted = 0 OR :alsoDeleted)""")
                .bind("account", account)
                .bind("region", region)
                .bind("category", id.category().name())
                .bind("provider", id.provider())
                .bind("version", id.version())
                .bind("alsoDeleted", alsoDeleted)
                .mapTo(String.class)
                .findOne()
                .map(body -> read(id, body));
    }

    /**
     * The custom action types that are not deleted, ordered by category, provider and version as texts.
     *
     * @param after only those behind this one; empty from the beginning
     */
    public List<ActionType> list(String account, String region, Optional<ActionTypeId> after, int limit) {
        return handle.createQuery("""
                        SELECT category, provider, version, body
                          FROM action_type
                         WHERE account = :account AND region = :region AND deleted = 0
                           AND (category, provider, version) > (:category, :provider, :version)
                         ORDER BY category, provider, version
                         LIMIT :limit""")
                .bind("account", account)
                .bind("region", region)
                .bind("category", after.map(id -> id.category().name()).orElse(""))
                .bind("provider", after.map(ActionTypeId::provider).orElse(""))
                .bind("version", after.map(ActionTypeId::version).orElse(""))
                .bind("limit", limit)
                .map((row, _) -> read(
                        new ActionTypeId(
                                ActionCategory.valueOf(row.getString("category")),
                                ActionOwner.Custom,
                                row.getString("provider"),
                                row.getString("version")),
                        row.getString("body")))
                .list();
    }

    private static ActionType read(ActionTypeId id, String body) {
        try {
            return Json.read(body, ActionType.class);
        } catch (RuntimeException unreadable) {
            throw UnreadableRow.ofActionType(id.toString(), unreadable);
        }
    }
}
