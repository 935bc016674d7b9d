package dev.pipewright.store;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** A few named values about the installation itself. */
public final class Meta {
    private final Handle handle;

    Meta(Handle handle) {
        this.handle = handle;
    }

    /** The value of that name. */
    public Optional<String> find(String name) {
        return handle.createQuery("SELECT value FROM meta WHERE name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne();
    }

    /** Sets the value of that name. */
    public void put(String name, String value) {
        handle.createUpdate("""
                        INSERT INTO meta (name, value) VALUES (:name, :value)
                            ON CONFLICT (name) DO UPDATE SET value = excluded.value""")
                .bind("name", name)
                .bind("value", value)
                .execute();
    }
}
