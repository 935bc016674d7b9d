package dev.pipewright.store;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeDeclaration;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ExecutorType;
import dev.pipewright.model.IntegrationType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The action types that partners brought, which are the same in every region. The type of a removed partner is kept,
 * since pipelines may still name it.
 */
public final class IntegrationTypes {
    private final Handle handle;

    IntegrationTypes(Handle handle) {
        this.handle = handle;
    }

    /** The type of that identity, unless its partner is removed. */
    public Optional<IntegrationType> find(ActionTypeId id) {
        return findAlsoRemoved(id).filter(type -> type.partner().isPresent());
    }

    /** The type of that identity, also when its partner is removed. */
    public Optional<IntegrationType> findAlsoRemoved(ActionTypeId id) {
        if (id.owner() == ActionOwner.Custom) {
            return Optional.empty();
        }
        return handle.createQuery("""
                        SELECT *
                          FROM integration_type
                         WHERE category = :category AND owner = :owner AND provider = :provider
                           AND version = :version""")
                .bind("category", id.category().name())
                .bind("owner", id.owner().name())
                .bind("provider", id.provider())
                .bind("version", id.version())
                .map((row, _) -> type(row))
                .findOne();
    }

    /** All whose partners are there, in no order that matters. */
    public List<IntegrationType> all() {
        return handle.createQuery("SELECT * FROM integration_type WHERE partner IS NOT NULL")
                .map((row, _) -> type(row))
                .list();
    }

    /** Those whose jobs are done so and whose partners are there. */
    public List<ActionTypeId> executedBy(ExecutorType executor) {
        return handle.createQuery("""
                        SELECT category, owner, provider, version
                          FROM integration_type
                         WHERE executor = :executor AND partner IS NOT NULL""")
                .bind("executor", executor.name())
                .map((row, _) -> id(row))
                .list();
    }

    /** Brings a type, or changes it. */
    public void put(IntegrationType type, Instant at) {
        handle.createUpdate("""
                        INSERT INTO integration_type
                               (category, owner, provider, version, account, partner, executor, updated_at, body)
                        VALUES (:category, :owner, :provider, :version, :account, :partner, :executor, :at, :body)
                            ON CONFLICT (category, owner, provider, version)
                            DO UPDATE SET account = excluded.account, partner = excluded.partner,
                                          executor = excluded.executor, updated_at = excluded.updated_at,
                                          body = excluded.body""")
                .bind("category", type.id().category().name())
                .bind("owner", type.id().owner().name())
                .bind("provider", type.id().provider())
                .bind("version", type.id().version())
                .bind("account", type.account())
                .bind("partner", type.partner().orElse(null))
                .bind("executor", type.declaration().executor().type().name())
                .bind("at", at.toEpochMilli())
                .bind("body", Json.write(type.declaration()))
                .execute();
    }

    private static IntegrationType type(ResultSet row) throws SQLException {
        var id = id(row);
        ActionTypeDeclaration declaration;
        try {
            declaration = Json.read(row.getString("body"), ActionTypeDeclaration.class);
        } catch (RuntimeException unreadable) {
            throw UnreadableRow.ofActionType(id.toString(), unreadable);
        }
        return new IntegrationType(
                row.getString("account"), Optional.ofNullable(row.getString("partner")), declaration);
    }

    private static ActionTypeId id(ResultSet row) throws SQLException {
        return new ActionTypeId(
                ActionCategory.valueOf(row.getString("category")),
                ActionOwner.valueOf(row.getString("owner")),
                row.getString("provider"),
                row.getString("version"));
    }
}
