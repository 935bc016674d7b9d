package dev.pipewright.store;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** The deliveries of Git hosts that were carried out: the same one again starts nothing. */
public final class GitDeliveries {
    private final Handle handle;

    GitDeliveries(Handle handle) {
        this.handle = handle;
    }

    /**
     * Remembers a delivery.
     *
     * @param connection the connection's id
     * @return whether it is new
     */
    public boolean add(String connection, String delivery, Instant at) {
        return handle.createUpdate("""
                        INSERT INTO git_delivery (connection, delivery, received_at)
                        VALUES (:connection, :delivery, :at)
                            ON CONFLICT DO NOTHING""")
                .bind("connection", connection)
                .bind("delivery", delivery)
                .bind("at", at.toEpochMilli())
                .execute() == 1;
    }

    /** Whether a delivery was carried out already. */
    public boolean contains(String connection, String delivery) {
        return handle.createQuery(
                        "SELECT 1 FROM git_delivery WHERE connection = :connection AND delivery = :delivery")
                .bind("connection", connection)
                .bind("delivery", delivery)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Forgets deliveries that came before an instant, and says how many. */
    public int forget(Instant before) {
        return handle.createUpdate("DELETE FROM git_delivery WHERE received_at < :before")
                .bind("before", before.toEpochMilli())
                .execute();
    }
}
