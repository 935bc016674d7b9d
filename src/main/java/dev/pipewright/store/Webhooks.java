package dev.pipewright.store;

import dev.pipewright.model.WebhookDefinition;
import dev.pipewright.model.WebhookKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The webhooks, and which deliveries have started executions. */
public final class Webhooks {
    private static final String SELECT = """
            SELECT id, account, region, name, address, secret_token, repository, last_triggered, error_code,
                   error_message, body
              FROM webhook
            """;
    private static final String OF_KEY = " WHERE account = :account AND region = :region AND name = :name";

    private final Handle handle;
    private final Vault vault;

    Webhooks(Handle handle, Vault vault) {
        this.handle = handle;
        this.vault = vault;
    }

    /** The webhook of that name. */
    public Optional<StoredWebhook> find(WebhookKey key) {
        return bound(handle.createQuery(SELECT + OF_KEY), key)
                .map((row, _) -> read(row))
                .findOne();
    }

    /** The webhook that has this address. */
    public Optional<StoredWebhook> findByAddress(String address) {
        return handle.createQuery(SELECT + " WHERE address = :address")
                .bind("address", address)
                .map((row, _) -> read(row))
                .findOne();
    }

    /**
     * The webhooks of an account in a region by name.
     *
     * @param after only names behind this one; empty from the beginning
     */
    public List<StoredWebhook> list(String account, String region, Optional<String> after, int limit) {
        return handle.createQuery(SELECT + """
                         WHERE account = :account AND region = :region AND name > :after
                         ORDER BY name
                         LIMIT :limit""")
                .bind("account", account)
                .bind("region", region)
                .bind("after", after.orElse(""))
                .bind("limit", limit)
                .map((row, _) -> read(row))
                .list();
    }

    /** How many webhooks an account has in a region. */
    public int count(String account, String region) {
        return handle.createQuery("SELECT count(*) FROM webhook WHERE account = :account AND region = :region")
                .bind("account", account)
                .bind("region", region)
                .mapTo(int.class)
                .one();
    }

    /**
     * Makes a webhook, or gives one a new definition. One that is there keeps its address, and its error is forgotten.
     *
     * @param address for a new webhook, never one that was given before
     */
    public StoredWebhook put(WebhookKey key, WebhookDefinition definition, String address, Instant at) {
        String secret = definition.authenticationConfiguration().secretToken();
        bound(handle.createUpdate("""
                        INSERT INTO webhook (account, region, name, address, secret_token, created_at, body)
                        VALUES (:account, :region, :name, :address, :secret, :at, :body)
                            ON CONFLICT (account, region, name)
                            DO UPDATE SET secret_token = excluded.secret_token, body = excluded.body,
                                          error_code = NULL, error_message = NULL"""), key)
                .bind("address", address)
                .bind("secret", secret == null ? null : vault.seal(secret, Places.ofWebhook(key)))
                .bind("at", at.toEpochMilli())
                .bind("body", Json.write(definition.withSecretToken(null)))
                .execute();
        return find(key).orElseThrow();
    }

    /** Drops a webhook with its tags and what it knows of deliveries; false when there is none. */
    public boolean delete(WebhookKey key) {
        new Tags(handle).drop(key.arn());
        return bound(handle.createUpdate("DELETE FROM webhook" + OF_KEY), key).execute() == 1;
    }

    /** Remembers that a webhook started an execution, and forgets what went wrong before. */
    public void triggered(WebhookKey key, Instant at) {
        bound(handle.createUpdate("""
                        UPDATE webhook SET last_triggered = :at, error_code = NULL, error_message = NULL
                        """ + OF_KEY), key)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    /** Remembers what went wrong with a webhook, or that nothing is wrong. */
    public void report(WebhookKey key, Optional<StoredWebhook.Trouble> error) {
        bound(handle.createUpdate("UPDATE webhook SET error_code = :code, error_message = :message" + OF_KEY), key)
                .bind("code", error.map(StoredWebhook.Trouble::code).orElse(null))
                .bind("message", error.map(StoredWebhook.Trouble::message).orElse(null))
                .execute();
    }

    /** Remembers where a webhook is registered with a third party; empty when it is not any more. */
    public void register(WebhookKey key, Optional<String> repository) {
        bound(handle.createUpdate("UPDATE webhook SET repository = :repository" + OF_KEY), key)
                .bind("repository", repository.orElse(null))
                .execute();
    }

    /** The execution that a delivery to a webhook has started. */
    public Optional<String> startedBy(long webhook, String deliveryId) {
        return handle.createQuery("""
                        SELECT execution_id FROM webhook_delivery WHERE webhook_id = :webhook AND delivery_id = :id""")
                .bind("webhook", webhook)
                .bind("id", deliveryId)
                .mapTo(String.class)
                .findOne();
    }

    /** Remembers what a delivery has started, which must be new to the webhook. */
    public void putDelivery(long webhook, String deliveryId, String executionId, Instant at) {
        handle.createUpdate("""
                        INSERT INTO webhook_delivery (webhook_id, delivery_id, execution_id, created_at)
                        VALUES (:webhook, :id, :execution, :at)""")
                .bind("webhook", webhook)
                .bind("id", deliveryId)
                .bind("execution", executionId)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    /** Forgets deliveries that came before an instant, and says how many. */
    public int forgetDeliveries(Instant before) {
        return handle.createUpdate("DELETE FROM webhook_delivery WHERE created_at < :before")
                .bind("before", before.toEpochMilli())
                .execute();
    }

    private static <S extends SqlStatement<S>> S bound(S statement, WebhookKey key) {
        return statement.bind("account", key.account()).bind("region", key.region()).bind("name", key.name());
    }

    private StoredWebhook read(ResultSet row) throws SQLException {
        var key = new WebhookKey(row.getString("account"), row.getString("region"), row.getString("name"));
        var code = Optional.ofNullable(row.getString("error_code"));
        var message = row.getString("error_message");
        return new StoredWebhook(
                row.getLong("id"),
                key,
                definition(key, row.getString("body"), row.getString("secret_token")),
                row.getString("address"),
                Optional.ofNullable(row.getString("repository")),
                Optional.ofNullable(Rows.instant(row, "last_triggered")),
                code.map(it -> new StoredWebhook.Trouble(it, message)));
    }

    private WebhookDefinition definition(WebhookKey key, String body, String secret) {
        try {
            return Json.read(body, WebhookDefinition.class)
                    .withSecretToken(secret == null ? null : vault.open(secret, Places.ofWebhook(key)));
        } catch (RuntimeException unreadable) {
            throw UnreadableRow.ofWebhook(key, unreadable);
        }
    }
}
