package dev.pipewright.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.action.ObjectStore.PutOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every object store must do, whether it is in memory, embedded or far away. */
public abstract class ObjectStoreContract {
    @TempDir
    Path folder;

    /** A store with nothing in its bucket {@code contract-bucket}, which need not exist. */
    protected abstract ObjectStore store() throws IOException;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("content"), text);
    }

    @Test
    void an_object_comes_back_as_it_was_put() throws IOException {
        var store = store();
        var options = new PutOptions("text/plain", "no-cache", null, null, Map.of("colour", "green"));

        var put = store.put("contract-bucket", "a folder/ä+%20.txt", file("hello"), options);
        var found = store.find("contract-bucket", "a folder/ä+%20.txt", Optional.empty());

        assertThat(found).hasValueSatisfying(object -> {
            assertThat(object.versionId()).isEqualTo(put.versionId()).isNotBlank();
            assertThat(object.size()).isEqualTo(5);
            assertThat(object.contentType()).isEqualTo("text/plain");
            assertThat(object.userMetadata()).containsEntry("colour", "green");
            assertThat(object.eTag()).isNotBlank().doesNotContain("\"");
            assertThat(object.lastModified()).isNotNull();
        });
        assertThat(read(store, found.orElseThrow())).isEqualTo("hello");
    }

    @Test
    void every_put_makes_a_version_and_each_of_them_stays_readable() throws IOException {
        var store = store();
        var first = store.put("contract-bucket", "key", file("first"), PutOptions.contentType("text/plain"));
        var second = store.put("contract-bucket", "key", file("second"), PutOptions.contentType("text/plain"));

        assertThat(first.versionId()).isNotEqualTo(second.versionId());
        assertThat(store.find("contract-bucket", "key", Optional.empty()))
                .map(ObjectStore.StoredObject::versionId)
                .contains(second.versionId());
        var old = store.find("contract-bucket", "key", Optional.of(first.versionId()));
        assertThat(read(store, old.orElseThrow())).isEqualTo("first");
        assertThat(read(store, second)).isEqualTo("second");
    }

    @Test
    void same_bytes_have_the_same_etag_and_other_bytes_another() throws IOException {
        var store = store();
        var one = store.put("contract-bucket", "one", file("same"), PutOptions.contentType("text/plain"));
        var two = store.put("contract-bucket", "two", file("same"), PutOptions.contentType("text/plain"));
        var three = store.put("contract-bucket", "three", file("other"), PutOptions.contentType("text/plain"));

        assertThat(one.eTag()).isEqualTo(two.eTag()).isNotEqualTo(three.eTag());
    }

    @Test
    void what_is_not_there_is_not_found() throws IOException {
        var store = store();

        assertThat(store.find("contract-bucket", "key", Optional.empty())).isEmpty();
        store.put("contract-bucket", "other", file("x"), PutOptions.contentType("text/plain"));
        assertThat(store.find("contract-bucket", "key", Optional.empty())).isEmpty();
        assertThat(store.find("contract-bucket", "other", Optional.of("no-such-version"))).isEmpty();
    }

    @Test
    void an_empty_file_is_an_object() throws IOException {
        var store = store();

        var put = store.put("contract-bucket", "empty", file(""), PutOptions.contentType("text/plain"));

        assertThat(put.size()).isZero();
        assertThat(read(store, put)).isEmpty();
    }

    private static String read(ObjectStore store, ObjectStore.StoredObject object) throws IOException {
        try (var bytes = store.open(object)) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
