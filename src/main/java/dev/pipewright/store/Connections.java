package dev.pipewright.store;

import dev.pipewright.model.Connection;
import dev.pipewright.model.ConnectionArn;
import dev.pipewright.model.ConnectionProvider;
import dev.pipewright.model.ConnectionSecrets;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The connections to Git hosts. The one to the server's own repositories is there without a row. */
public final class Connections {
    private static final String COLUMNS = "account, region, id, name, provider, base_url";

    private final Handle handle;
    private final Vault vault;

    Connections(Handle handle, Vault vault) {
        this.handle = handle;
        this.vault = vault;
    }

    /** The connection of that name in full. */
    public Optional<Connection> find(ConnectionArn arn) {
        if (arn.isHosted()) {
            return Optional.of(Connection.hosted(arn.account(), arn.region()));
        }
        return handle.createQuery("SELECT " + COLUMNS
                        + " FROM connection WHERE account = :account AND region = :region AND id = :id")
                .bind("account", arn.account())
                .bind("region", arn.region())
                .bind("id", arn.id())
                .map((row, _) -> connection(row))
                .findOne();
    }

    /** The connection of that id, in whichever account and region; not the one to the server's own repositories. */
    public Optional<Connection> withId(String id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM connection WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> connection(row))
                .findOne();
    }

    /** All of an account in a region by name, after the one to the server's own repositories. */
    public List<Connection> list(String account, String region) {
        return handle.createQuery("SELECT " + COLUMNS
                        + " FROM connection WHERE account = :account AND region = :region ORDER BY name")
                .bind("account", account)
                .bind("region", region)
                .map((row, _) -> connection(row))
                .list();
    }

    /** What the connection knows and never tells; nothing for one that does not exist. */
    public ConnectionSecrets secrets(ConnectionArn arn) {
        return handle.createQuery("""
                        SELECT user_name, token, webhook_secret
                          FROM connection
                         WHERE account = :account AND region = :region AND id = :id""")
                .bind("account", arn.account())
                .bind("region", arn.region())
                .bind("id", arn.id())
                .map((row, _) -> new ConnectionSecrets(
                        Optional.ofNullable(row.getString("user_name")),
                        opened(arn, "token", row),
                        opened(arn, "webhook_secret", row)))
                .findOne()
                .orElse(ConnectionSecrets.NONE);
    }

    /** Adds a connection; false when its name is taken in the account and region, and then nothing is added. */
    public boolean add(Connection connection, Instant at) {
        return handle.createUpdate("""
                        INSERT INTO connection (account, region, id, name, provider, base_url, created_at)
                        VALUES (:account, :region, :id, :name, :provider, :url, :at)
                            ON CONFLICT (account, region, name) DO NOTHING""")
                .bind("account", connection.arn().account())
                .bind("region", connection.arn().region())
                .bind("id", connection.arn().id())
                .bind("name", connection.name())
                .bind("provider", connection.provider().name())
                .bind("url", connection.baseUrl().map(URI::toString).orElse(null))
                .bind("at", at.toEpochMilli())
                .execute() == 1;
    }

    /** Gives a connection another base URL and other secrets; false when it does not exist. */
    public boolean configure(ConnectionArn arn, Optional<URI> baseUrl, ConnectionSecrets secrets) {
        return handle.createUpdate("""
                        UPDATE connection
                           SET base_url = :url, user_name = :user, token = :token, webhook_secret = :secret
                         WHERE account = :account AND region = :region AND id = :id""")
                .bind("url", baseUrl.map(URI::toString).orElse(null))
                .bind("user", secrets.userName().orElse(null))
                .bind("token", sealed(arn, "token", secrets.token()))
                .bind("secret", sealed(arn, "webhook_secret", secrets.webhookSecret()))
                .bind("account", arn.account())
                .bind("region", arn.region())
                .bind("id", arn.id())
                .execute() == 1;
    }

    private String sealed(ConnectionArn arn, String column, Optional<String> secret) {
        return secret.map(text -> vault.seal(text, Places.ofConnection(arn.id(), column))).orElse(null);
    }

    private Optional<String> opened(ConnectionArn arn, String column, ResultSet row) throws SQLException {
        Optional<String> sealed = Optional.ofNullable(row.getString(column));
        try {
            return sealed.map(text -> vault.open(text, Places.ofConnection(arn.id(), column)));
        } catch (IllegalArgumentException unreadable) {
            throw UnreadableRow.ofConnection(arn, unreadable);
        }
    }

    /** Removes a connection with all that was seen and delivered through it; false when it does not exist. */
    public boolean remove(ConnectionArn arn) {
        var removed = handle.createUpdate(
                        "DELETE FROM connection WHERE account = :account AND region = :region AND id = :id")
                .bind("account", arn.account())
                .bind("region", arn.region())
                .bind("id", arn.id())
                .execute() == 1;
        if (removed) {
            for (var table : List.of("git_repository", "git_ref", "git_delivery")) {
                handle.createUpdate("DELETE FROM " + table + " WHERE connection = :id").bind("id", arn.id()).execute();
            }
        }
        return removed;
    }

    private static Connection connection(ResultSet row) throws SQLException {
        return new Connection(
                new ConnectionArn(row.getString("region"), row.getString("account"), row.getString("id")),
                row.getString("name"),
                ConnectionProvider.valueOf(row.getString("provider")),
                Optional.ofNullable(row.getString("base_url")).map(URI::create));
    }
}
