package dev.pipewright.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.action.ObjectStore;
import dev.pipewright.action.ObjectStoreContract;
import dev.pipewright.s3.Buckets;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedObjectsTest extends ObjectStoreContract {
    @TempDir
    private Path directory;

    private Buckets buckets;

    @BeforeEach
    void open() throws IOException {
        buckets = Buckets.open(directory, InstantSource.system(), Ids::version);
    }

    @AfterEach
    void close() throws IOException {
        buckets.close();
    }

    @Override
    protected ObjectStore store() {
        return new EmbeddedObjects(buckets, Server.ACCOUNT, "us-east-1");
    }

    @Test
    void a_bucket_of_another_account_is_closed() throws IOException {
        buckets.create("theirs-not-ours", "111111111111", "us-east-1");

        assertThatThrownBy(() -> store().find("theirs-not-ours", "key", Optional.empty()))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("theirs-not-ours");
    }

    @Test
    void each_account_reaches_its_own_buckets_only() throws IOException {
        var file = Files.writeString(directory.resolve("page"), "text");
        var options = ObjectStore.PutOptions.contentType("text/plain");
        var theirs = store().as("111111111111");
        store().put("ours-not-theirs", "key", file, options);
        var written = theirs.put("theirs-not-ours", "key", file, options);

        assertThat(buckets.bucket("theirs-not-ours").orElseThrow().account()).isEqualTo("111111111111");
        assertThat(theirs.find("theirs-not-ours", "key", Optional.empty())).isPresent();
        assertThatThrownBy(() -> theirs.find("ours-not-theirs", "key", Optional.empty()))
                .isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> theirs.put("ours-not-theirs", "key", file, options))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is taken");
        assertThatThrownBy(() -> store().open(written)).isInstanceOf(AccessDeniedException.class);
    }
}
