package dev.pipewright.store;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The tags of resources, by ARN. */
public final class Tags {
    private final Handle handle;

    Tags(Handle handle) {
        this.handle = handle;
    }

    /** The tags of a resource in the order of their keys; none when it has none or does not exist. */
    public Map<String, String> of(String resourceArn) {
        Map<String, String> tags = new LinkedHashMap<>();
        handle.createQuery("SELECT name, value FROM tag WHERE resource = :resource ORDER BY name")
                .bind("resource", resourceArn)
                .map((row, _) -> Map.entry(row.getString("name"), row.getString("value")))
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
        return tags;
    }

    /** Adds tags to a resource; a key that it has already gets the new value. */
    public void put(String resourceArn, Map<String, String> tags) {
        tags.forEach((name, value) -> handle.createUpdate("""
                        INSERT INTO tag (resource, name, value) VALUES (:resource, :name, :value)
                            ON CONFLICT (resource, name) DO UPDATE SET value = excluded.value""")
                .bind("resource", resourceArn)
                .bind("name", name)
                .bind("value", value)
                .execute());
    }

    /** Takes these keys from a resource; keys that it does not have are no matter. */
    public void remove(String resourceArn, Collection<String> keys) {
        keys.forEach(name -> handle.createUpdate("DELETE FROM tag WHERE resource = :resource AND name = :name")
                .bind("resource", resourceArn)
                .bind("name", name)
                .execute());
    }

    /** Takes all tags from a resource. */
    public void drop(String resourceArn) {
        handle.createUpdate("DELETE FROM tag WHERE resource = :resource")
                .bind("resource", resourceArn)
                .execute();
    }
}
