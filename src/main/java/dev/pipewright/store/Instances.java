package dev.pipewright.store;

import dev.pipewright.model.Instance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The machines that deploy actions reach. Their private keys are sealed by the vault. */
public final class Instances {
    private static final String COLUMNS = "id, name, host, port, user_name, host_key, tags";

    private final Handle handle;
    private final Vault vault;

    Instances(Handle handle, Vault vault) {
        this.handle = handle;
        this.vault = vault;
    }

    /**
     * Adds a machine with the private key that opens it; false when its name is taken in the account and region, and
     * then nothing is added.
     */
    public boolean add(String account, String region, Instance instance, String identity, Instant at) {
        return handle.createUpdate("""
                        INSERT INTO instance
                               (account, region, id, name, host, port, user_name, host_key, tags, identity, created_at)
                        VALUES (:account, :region, :id, :name, :host, :port, :user, :hostKey, :tags, :identity, :at)
                            ON CONFLICT (account, region, name) DO NOTHING""")
                .bind("account", account)
                .bind("region", region)
                .bind("id", instance.id())
                .bind("name", instance.name())
                .bind("host", instance.host())
                .bind("port", instance.port())
                .bind("user", instance.userName())
                .bind("hostKey", instance.hostKey())
                .bind("tags", Json.write(instance.tags()))
                .bind("identity", vault.seal(identity, Places.ofInstance(instance.id())))
                .bind("at", at.toEpochMilli())
                .execute() == 1;
    }

    /** All of an account in a region, by name. */
    public List<Instance> list(String account, String region) {
        return handle.createQuery("SELECT " + COLUMNS
                        + " FROM instance WHERE account = :account AND region = :region ORDER BY name")
                .bind("account", account)
                .bind("region", region)
                .map((row, _) -> instance(row))
                .list();
    }

    /** How many there are in an account in a region. */
    public int count(String account, String region) {
        return handle.createQuery("SELECT count(*) FROM instance WHERE account = :account AND region = :region")
                .bind("account", account)
                .bind("region", region)
                .mapTo(Integer.class)
                .one();
    }

    /** The machine of that id. */
    public Optional<Instance> find(String account, String region, String id) {
        return handle.createQuery("SELECT " + COLUMNS
                        + " FROM instance WHERE account = :account AND region = :region AND id = :id")
                .bind("account", account)
                .bind("region", region)
                .bind("id", id)
                .map((row, _) -> instance(row))
                .findOne();
    }

    /** The private key that opens a machine. */
    public Optional<String> identity(String id) {
        return handle.createQuery("SELECT identity FROM instance WHERE id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .map(sealed -> vault.open(sealed, Places.ofInstance(id)));
    }

    /** Removes the machine of that id, or else of that name, with its private key; false when there is none. */
    public boolean remove(String account, String region, String idOrName) {
        return handle.createUpdate("""
                        DELETE FROM instance
                         WHERE id = (SELECT id
                                       FROM instance
                                      WHERE account = :account AND region = :region
                                        AND (id = :given OR name = :given)
                                      ORDER BY id = :given DESC
                                      LIMIT 1)""")
                .bind("account", account)
                .bind("region", region)
                .bind("given", idOrName)
                .execute() > 0;
    }

    private static Instance instance(ResultSet row) throws SQLException {
        Map<String, String> tags = new LinkedHashMap<>();
        Map<?, ?> stored = Json.read(row.getString("tags"), Map.class);
        stored.forEach((key, value) -> tags.put((String) key, (String) value));
        return new Instance(
                row.getString("id"),
                row.getString("name"),
                row.getString("host"),
                row.getInt("port"),
                row.getString("user_name"),
                row.getString("host_key"),
                tags);
    }
}
