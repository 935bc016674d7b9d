package dev.pipewright.action.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.action.ObjectStore;
import dev.pipewright.action.ObjectStore.PutOptions;
import dev.pipewright.action.ObjectStoreContract;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SdkObjectsTest extends ObjectStoreContract {
    @TempDir
    Path temporary;

    private final FakeS3 s3 = new FakeS3();

    @Override
    protected ObjectStore store() {
        return new SdkObjects(s3);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(temporary.resolve("file"), text);
    }

    @Test
    void options_are_passed_on_and_a_key_means_encryption_by_it() throws IOException {
        var options = new PutOptions("text/css", "max-age=1", "public-read", "alias/key", Map.of("a", "b"));

        store().put("bucket", "key", file("x"), options);

        assertThat(s3.objects.written("bucket", "key").options()).isEqualTo(options);
    }

    @Test
    void a_large_file_is_sent_in_parts() throws IOException {
        var put = new SdkObjects(s3, 10, 4).put("bucket", "key", file("abcdefghijk"), PutOptions.contentType("a/b"));

        assertThat(s3.parts.values()).map(String::new).containsExactly("abcd", "efgh", "ijk");
        assertThat(s3.objects.written("bucket", "key").text()).isEqualTo("abcdefghijk");
        assertThat(put.versionId()).isEqualTo(s3.objects.written("bucket", "key").object().versionId());
    }

    @Test
    void a_large_file_that_fails_on_the_way_leaves_no_parts() throws IOException {
        s3.failingPart = 2;
        var large = file("abcdefghijk");

        assertThatThrownBy(() -> new SdkObjects(s3, 10, 4).put("bucket", "key", large, PutOptions.contentType("a/b")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("part lost");
        assertThat(s3.aborted).isOne();
        assertThat(s3.objects.versions("bucket", "key")).isZero();
    }

    @Test
    void a_bucket_without_versions_still_gives_the_object_that_was_found_or_none() throws IOException {
        s3.versioned = false;
        var store = store();
        var found = store.put("bucket", "key", file("first"), PutOptions.contentType("a/b"));
        assertThat(found.versionId()).isEqualTo("null");
        assertThat(store.find("bucket", "key", Optional.of("null"))).contains(found);
        try (var bytes = store.open(found)) {
            assertThat(bytes).hasContent("first");
        }

        store.put("bucket", "key", file("second"), PutOptions.contentType("a/b"));

        assertThatThrownBy(() -> store.open(found)).isInstanceOf(IOException.class).hasMessageContaining("412");
    }

    @Test
    void a_refusal_is_no_missing_object() {
        s3.forbidden = true;

        assertThatThrownBy(() -> store().find("bucket", "key", Optional.empty()))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("s3://bucket/key");
    }
}
