package dev.pipewright.store;

import dev.pipewright.model.Partner;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The partners, each with the SHA-256 of its client token. A token is 256 random bits, so that nobody finds it from
 * its hash, however fast hashing is.
 */
public final class Partners {
    private static final String COLUMNS = "id, account, name, created_at";

    private final Handle handle;

    private record Hashed(Partner partner, String hash) {}

    Partners(Handle handle) {
        this.handle = handle;
    }

    /** The partner of that name. */
    public Optional<Partner> find(String account, String name) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM partner WHERE account = :account AND name = :name")
                .bind("account", account)
                .bind("name", name)
                .map((row, _) -> partner(row))
                .findOne();
    }

    /** The partner whose client token this is. How long the answer takes tells nothing about the tokens there are. */
    public Optional<Partner> withToken(String token) {
        var hash = hash(token).getBytes(StandardCharsets.US_ASCII);
        return handle.createQuery("SELECT " + COLUMNS + ", token_hash FROM partner")
                .map((row, _) -> new Hashed(partner(row), row.getString("token_hash")))
                .list()
                .stream()
                .filter(each -> MessageDigest.isEqual(hash, each.hash().getBytes(StandardCharsets.US_ASCII)))
                .map(Hashed::partner)
                .findFirst();
    }

    /** An account's partners by name. */
    public List<Partner> list(String account) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM partner WHERE account = :account ORDER BY name")
                .bind("account", account)
                .map((row, _) -> partner(row))
                .list();
    }

    /** Adds a partner; false when its name is taken in the account, and then nothing is added. */
    public boolean add(Partner partner, String token) {
        return handle.createUpdate("""
                        INSERT INTO partner (id, account, name, token_hash, created_at)
                        VALUES (:id, :account, :name, :hash, :at)
                            ON CONFLICT (account, name) DO NOTHING""")
                .bind("id", partner.id())
                .bind("account", partner.account())
                .bind("name", partner.name())
                .bind("hash", hash(token))
                .bind("at", partner.createdAt().toEpochMilli())
                .execute() == 1;
    }

    /** Gives a partner another token; the one before is good for nothing from then on. */
    public void renew(Partner partner, String token) {
        handle.createUpdate("UPDATE partner SET token_hash = :hash WHERE id = :id")
                .bind("id", partner.id())
                .bind("hash", hash(token))
                .execute();
    }

    /** Removes a partner; its action types are without one then. */
    public void remove(Partner partner) {
        handle.createUpdate("UPDATE integration_type SET partner = NULL WHERE partner = :id")
                .bind("id", partner.id())
                .execute();
        handle.createUpdate("DELETE FROM partner WHERE id = :id").bind("id", partner.id()).execute();
    }

    private static Partner partner(ResultSet row) throws SQLException {
        return new Partner(
                row.getString("id"),
                row.getString("account"),
                row.getString("name"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }

    private static String hash(String token) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
