package dev.pipewright.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The users, and the policies that are attached to them. */
public final class Users {
    private final Handle handle;

    Users(Handle handle) {
        this.handle = handle;
    }

    /** The user of exactly that name. */
    public Optional<StoredUser> find(String account, String name) {
        return handle.createQuery("""
                        SELECT account, name, id, created_at FROM iam_user WHERE account = :account AND name = :name""")
                .bind("account", account)
                .bind("name", name)
                .map((row, _) -> user(row))
                .findOne();
    }

    /** The users of an account by name. */
    public List<StoredUser> list(String account) {
        return handle.createQuery("""
                        SELECT account, name, id, created_at FROM iam_user WHERE account = :account ORDER BY name""")
                .bind("account", account)
                .map((row, _) -> user(row))
                .list();
    }

    /** Adds a user; false when the account has one of that name in whatever case, and then nothing is added. */
    public boolean add(StoredUser user) {
        return handle.createUpdate("""
                        INSERT INTO iam_user (account, name, id, created_at) VALUES (:account, :name, :id, :at)
                            ON CONFLICT DO NOTHING""")
                .bind("account", user.account())
                .bind("name", user.name())
                .bind("id", user.id())
                .bind("at", user.created().toEpochMilli())
                .execute() == 1;
    }

    /** Removes a user with all policies and keys; false when there is none. */
    public boolean remove(String account, String name) {
        for (var table : List.of("iam_user_policy", "access_key")) {
            handle.createUpdate("DELETE FROM " + table + " WHERE account = :account AND user_name = :name")
                    .bind("account", account)
                    .bind("name", name)
                    .execute();
        }
        return handle.createUpdate("DELETE FROM iam_user WHERE account = :account AND name = :name")
                .bind("account", account)
                .bind("name", name)
                .execute() == 1;
    }

    /** The policies of a user by name, as they were given. */
    public Map<String, String> policies(StoredUser user) {
        var policies = new LinkedHashMap<String, String>();
        handle.createQuery("""
                        SELECT name, document FROM iam_user_policy
                         WHERE account = :account AND user_name = :user ORDER BY name""")
                .bind("account", user.account())
                .bind("user", user.name())
                .map((row, _) -> Map.entry(row.getString("name"), row.getString("document")))
                .forEach(policy -> policies.put(policy.getKey(), policy.getValue()));
        return policies;
    }

    /** Attaches a policy to a user, in the place of one of that name. */
    public void putPolicy(StoredUser user, String name, String document) {
        handle.createUpdate("""
                        INSERT INTO iam_user_policy (account, user_name, name, document)
                        VALUES (:account, :user, :name, :document)
                            ON CONFLICT (account, user_name, name) DO UPDATE SET document = excluded.document""")
                .bind("account", user.account())
                .bind("user", user.name())
                .bind("name", name)
                .bind("document", document)
                .execute();
    }

    /** Takes a policy from a user; false when it is not there. */
    public boolean removePolicy(StoredUser user, String name) {
        return handle.createUpdate("""
                        DELETE FROM iam_user_policy
                         WHERE account = :account AND user_name = :user AND name = :name""")
                .bind("account", user.account())
                .bind("user", user.name())
                .bind("name", name)
                .execute() == 1;
    }

    private static StoredUser user(ResultSet row) throws SQLException {
        return new StoredUser(
                row.getString("account"),
                row.getString("name"),
                row.getString("id"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }
}
