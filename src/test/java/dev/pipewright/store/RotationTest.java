package dev.pipewright.store;

import static dev.pipewright.store.Planted.SECRET;
import static dev.pipewright.store.Samples.KEY;
import static dev.pipewright.store.Samples.T;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.model.WebhookKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Another key for all secrets, whatever happens on the way. */
final class RotationTest extends StoreTest {
    private static final class Killed extends RuntimeException {}

    private Rotation rotation() {
        return database.rotation().watched(Runnable::run, () -> {});
    }

    private String onlyKey() {
        assertThat(database.rotation().status()).singleElement().satisfies(key -> {
            assertThat(key.isNewest()).isTrue();
            assertThat(key.isKnown()).isTrue();
            assertThat(key.texts()).isGreaterThan(6);
        });
        return database.rotation().status().getFirst().id();
    }

    @Test
    void everything_is_sealed_with_a_new_key_and_the_old_one_is_dropped() throws IOException {
        Planted.into(database);
        var old = onlyKey();
        assertThat(rotation().rotate()).isTrue();
        assertThat(onlyKey()).isNotEqualTo(old);
        assertThat(Files.readString(folder.resolve("secrets.keys"))).doesNotContain(old).contains(onlyKey());
        Planted.areAllReadable(database);
        assertThat(Planted.everythingIn(folder)).contains("sealed:" + old);
        reopen();
        Planted.areAllReadable(database);
        assertThat(Planted.everythingIn(folder)).doesNotContain("sealed:" + old).doesNotContain(SECRET);
    }

    @Test
    void a_kill_at_any_step_loses_nothing_and_the_next_start_finishes() throws IOException {
        Planted.into(database);
        var old = onlyKey();
        database.close();
        var kills = 0;
        for (var killed = true; killed; kills++) {
            folder = copy(temp.resolve("data"), temp.resolve("killed-at-" + kills));
            database = open();
            killed = killedAt(kills);
            if (killed) {
                assertThat(database.rotation().status()).anySatisfy(key -> assertThat(key.isNewest()).isTrue());
                Planted.areAllReadable(database);
                // As a kill leaves it: the log is not yet in the database.
                var image = copy(folder, temp.resolve("image-" + kills));
                database.close();
                folder = image;
                database = open();
                Planted.areAllReadable(database);
                rotation().finish();
            }
            assertThat(onlyKey().equals(old)).isEqualTo(kills == 0);
            Planted.areAllReadable(database);
            database.close();
        }
        assertThat(kills).isGreaterThan(8);
        database = open();
    }

    private boolean killedAt(int step) {
        var steps = new AtomicInteger();
        try {
            database.rotation()
                    .watched(Runnable::run, () -> {
                        if (steps.getAndIncrement() == step) {
                            throw new Killed();
                        }
                    })
                    .rotate();
            return false;
        } catch (Killed _) {
            return true;
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (var files = Files.list(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    @Test
    void a_text_that_cannot_be_opened_keeps_its_key_and_holds_up_no_other() {
        Planted.into(database);
        var old = onlyKey();
        sql("UPDATE webhook SET secret_token = substr(secret_token, 1, 20) || 'AAAA' || substr(secret_token, 25)");
        rotation().rotate();
        assertThat(database.rotation().status()).satisfiesExactly(
                kept -> {
                    assertThat(kept.id()).isEqualTo(old);
                    assertThat(kept.isNewest()).isFalse();
                    assertThat(kept.texts()).isEqualTo(1);
                },
                newest -> assertThat(newest.isNewest()).isTrue());
        write(tx -> tx.webhooks().delete(Planted.HOOK));
        rotation().finish();
        assertThat(onlyKey()).isNotEqualTo(old);
    }

    @Test
    void a_text_of_a_key_that_is_gone_is_counted() {
        Planted.into(database);
        sql("UPDATE webhook SET secret_token = 'sealed:00000000:' || substr(secret_token, 17)");
        assertThat(database.rotation().status()).hasSize(2).first().satisfies(key -> {
            assertThat(key.id()).isEqualTo("00000000");
            assertThat(key.isKnown()).isFalse();
            assertThat(key.texts()).isEqualTo(1);
        });
    }

    @Test
    void what_is_written_during_a_rotation_is_neither_lost_nor_left_behind() throws InterruptedException {
        Planted.into(database);
        for (var i = 0; i < 250; i++) {
            put("hook-" + i);
        }
        var old = onlyKey();
        var running = new AtomicBoolean(true);
        var written = new AtomicInteger();
        var writer = Thread.ofVirtual().start(() -> {
            while (running.get()) {
                put("hook-" + written.incrementAndGet() % 300);
            }
        });
        // Each step waits for a write, so that there are some between all steps.
        database.rotation()
                .watched(Runnable::run, () -> {
                    var before = written.get();
                    while (written.get() < before + 2) Thread.onSpinWait();
                })
                .rotate();
        running.set(false);
        writer.join();
        assertThat(onlyKey()).isNotEqualTo(old);
        Planted.areAllReadable(database);
        reopen();
        assertThat(this.<Integer>read(tables -> tables.webhooks()
                        .list(KEY.account(), KEY.region(), Optional.empty(), 1_000)
                        .size()))
                .isGreaterThan(250);
    }

    private void put(String name) {
        write(tx -> tx.webhooks().put(
                new WebhookKey(KEY.account(), KEY.region(), name), Planted.webhook(name), "at-" + name, T));
    }

    @Test
    void one_rotation_at_a_time() {
        Planted.into(database);
        var inner = new AtomicBoolean(true);
        var rotation = new Rotation[1];
        rotation[0] = database.rotation().watched(Runnable::run, () -> {
            assertThat(rotation[0].isUnderWay()).isTrue();
            inner.set(rotation[0].rotate());
        });
        assertThat(rotation[0].rotate()).isTrue();
        assertThat(inner).isFalse();
        assertThat(rotation[0].isUnderWay()).isFalse();
    }

    @Test
    void keys_from_before_a_rotation_are_refused_as_soon_as_one_text_needs_the_new_one() throws IOException {
        Planted.into(database);
        var old = Files.readString(folder.resolve("secrets.keys"));
        killedAt(2);
        var both = Files.readString(folder.resolve("secrets.keys"));
        database.close();
        Files.writeString(folder.resolve("secrets.keys"), old);
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("are not those of the database");
        Files.writeString(folder.resolve("secrets.keys"), both);
        database = open();
        Planted.areAllReadable(database);
    }

    @Test
    void a_file_of_keys_that_cannot_be_written_changes_nothing() throws IOException {
        Planted.into(database);
        var old = onlyKey();
        // A folder in the place of the next file cannot be removed while something is in it.
        Files.createDirectories(folder.resolve("secrets.keys.new").resolve("full"));
        assertThatThrownBy(() -> rotation().rotate())
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("secrets.keys cannot be written");
        assertThat(onlyKey()).isEqualTo(old);
        assertThat(database.rotation().isUnderWay()).isFalse();
        Planted.areAllReadable(database);
    }
}
