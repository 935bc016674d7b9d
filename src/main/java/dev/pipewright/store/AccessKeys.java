package dev.pipewright.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The access keys of users. Their secrets lie sealed. */
public final class AccessKeys {
    private final Handle handle;
    private final Vault vault;

    AccessKeys(Handle handle, Vault vault) {
        this.handle = handle;
        this.vault = vault;
    }

    /** A key without its secret. */
    public record Listed(String id, String userName, boolean enabled, Instant created) {}

    /** A key with its secret. */
    public record WithSecret(String id, String account, String userName, String secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "access key " + id + " of " + userName;
        }
    }

    /** The key of that id unless it is disabled. */
    public Optional<WithSecret> enabled(String id) {
        return handle.createQuery("SELECT account, user_name, secret FROM access_key WHERE id = :id AND enabled = 1")
                .bind("id", id)
                .map((row, _) -> new WithSecret(
                        id,
                        row.getString("account"),
                        row.getString("user_name"),
                        vault.open(row.getString("secret"), Places.ofAccessKey(id))))
                .findOne();
    }

    /** The keys of a user, the oldest first. */
    public List<Listed> of(String account, String userName) {
        return handle.createQuery("""
                        SELECT id, user_name, enabled, created_at FROM access_key
                         WHERE account = :account AND user_name = :user ORDER BY created_at, id""")
                .bind("account", account)
                .bind("user", userName)
                .map((row, _) -> listed(row))
                .list();
    }

    /** The keys of all users of an account, by user. */
    public List<Listed> of(String account) {
        return handle.createQuery("""
                        SELECT id, user_name, enabled, created_at FROM access_key
                         WHERE account = :account ORDER BY user_name, created_at, id""")
                .bind("account", account)
                .map((row, _) -> listed(row))
                .list();
    }

    /** Adds a key, which is enabled. */
    public void add(WithSecret key, Instant at) {
        handle.createUpdate("""
                        INSERT INTO access_key (id, account, user_name, secret, enabled, created_at)
                        VALUES (:id, :account, :user, :secret, 1, :at)""")
                .bind("id", key.id())
                .bind("account", key.account())
                .bind("user", key.userName())
                .bind("secret", vault.seal(key.secret(), Places.ofAccessKey(key.id())))
                .bind("at", at.toEpochMilli())
                .execute();
    }

    /** Enables a key of a user, or disables it; false when the user has none of that id. */
    public boolean enable(String account, String userName, String id, boolean enabled) {
        return handle.createUpdate("""
                        UPDATE access_key SET enabled = :enabled
                         WHERE id = :id AND account = :account AND user_name = :user""")
                .bind("enabled", enabled)
                .bind("id", id)
                .bind("account", account)
                .bind("user", userName)
                .execute() == 1;
    }

    /** Removes a key of a user; false when the user has none of that id. */
    public boolean remove(String account, String userName, String id) {
        return handle.createUpdate(
                        "DELETE FROM access_key WHERE id = :id AND account = :account AND user_name = :user")
                .bind("id", id)
                .bind("account", account)
                .bind("user", userName)
                .execute() == 1;
    }

    private static Listed listed(ResultSet row) throws SQLException {
        return new Listed(
                row.getString("id"),
                row.getString("user_name"),
                row.getBoolean("enabled"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }
}
