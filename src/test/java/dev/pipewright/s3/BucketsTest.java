package dev.pipewright.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.wire.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketsTest {
    private static final String ACCOUNT = "111122223333";
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    @TempDir
    Path directory;

    private Buckets open() throws IOException {
        return open("v" + directory.toFile().list().length);
    }

    private Buckets open(String ids) throws IOException {
        return Buckets.open(directory.resolve("store"), InstantSource.fixed(NOW), S3Server.ids(ids));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Buckets buckets, String key) throws IOException {
        try (var in = buckets.open(buckets.find("shop", key, Optional.empty()).orElseThrow())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<Path> files() throws IOException {
        try (var files = Files.walk(directory.resolve("store"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getParent().endsWith("store"))
                    .toList();
        }
    }

    @Test
    void what_was_put_is_there_after_a_restart() throws Exception {
        ObjectVersion put;
        try (var buckets = open("a")) {
            buckets.createIfMissing("shop", ACCOUNT, "eu-west-1");
            put = buckets.put(
                    "shop", "k", bytes("hello"), Attributes.NONE.with("Content-Type", "text/x")
                            .with("x-amz-meta-A", "\u00e4: b"));
        }
        try (var buckets = open("b")) {
            assertThat(buckets.find("shop", "k", Optional.empty())).contains(put);
            assertThat(buckets.find("shop", "k", Optional.of(put.versionId()))).contains(put);
            assertThat(put.lastModified()).isEqualTo(NOW);
            assertThat(put.attributes().contentType()).isEqualTo("text/x");
            assertThat(put.attributes().userMetadata()).containsExactly(Map.entry("a", "\u00e4: b"));
            assertThat(read(buckets, "k")).isEqualTo("hello");
            assertThat(buckets.bucket("shop")).contains(new Bucket("shop", ACCOUNT, "eu-west-1", NOW));
            assertThat(buckets.find("no-such", "k", Optional.empty())).isEmpty();
            assertThat(buckets.find("shop", "none", Optional.empty())).isEmpty();
            assertThat(buckets.find("shop", "k", Optional.of("none"))).isEmpty();
        }
    }

    @Test
    void what_a_killed_process_left_behind_is_cleared_away() throws Exception {
        try (var buckets = open("a")) {
            buckets.create("shop", ACCOUNT, "r");
            buckets.put("shop", "k", bytes("kept"), Attributes.NONE);
        }
        var stray = directory.resolve("store/incoming/7");
        var orphan = directory.resolve("store/data/1/0/99");
        var orphans = directory.resolve("store/data/1/5/5000");
        Files.writeString(stray, "half of a fi");
        Files.writeString(orphan, "moved and never committed");
        Files.createDirectories(orphans.getParent());
        Files.writeString(orphans, "moved and never committed");
        try (var buckets = open("b")) {
            buckets.awaitSweep();
            assertThat(List.of(stray, orphan, orphans)).noneMatch(Files::exists);
            assertThat(orphans.getParent()).doesNotExist();
            assertThat(read(buckets, "k")).isEqualTo("kept");
        }
    }

    @Test
    void an_index_whose_last_write_was_cut_is_the_index_before_it() throws Exception {
        var copy = directory.resolve("copy");
        try (var buckets = open("a")) {
            buckets.create("shop", ACCOUNT, "r");
            buckets.put("shop", "k", bytes("old"), Attributes.NONE);
            buckets.put("shop", "k", bytes("new"), Attributes.NONE);
            try (var files = Files.walk(directory.resolve("store"))) {
                for (var file : (Iterable<Path>) files::iterator) {
                    Files.copy(file, copy.resolve(directory.resolve("store").relativize(file)));
                }
            }
        }
        try (var log = new RandomAccessFile(copy.resolve("index.db-wal").toFile(), "rw")) {
            log.setLength(log.length() - 100);
        }
        try (var buckets = Buckets.open(copy, InstantSource.fixed(NOW), S3Server.ids("b"))) {
            assertThat(read(buckets, "k")).isEqualTo("old");
            buckets.awaitSweep();
            buckets.put("shop", "k", bytes("newer"), Attributes.NONE);
            assertThat(read(buckets, "k")).isEqualTo("newer");
        }
    }

    @Test
    void nothing_acknowledged_is_lost_when_the_process_is_killed() throws Exception {
        var process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        directory.resolve("store").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var acknowledged = new HashMap<String, String>();
        try (var lines = process.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var words = line.split(" ");
                if (words.length == 3 && words[0].equals("stored")) {
                    acknowledged.put(words[1], words[2]);
                }
                if (acknowledged.size() == 40) {
                    // Not by way of Process, which would close the stream and lose what is still in it.
                    process.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(40);
        try (var buckets = open("b")) {
            buckets.awaitSweep();
            for (var each : acknowledged.entrySet()) {
                assertThat(buckets.find("shop", each.getKey(), Optional.of(each.getValue()))).isPresent();
                assertThat(read(buckets, each.getKey())).isEqualTo("value of " + each.getKey());
            }
            var all = buckets.list("shop", new Listing.Query("", "", "", 10_000)).entries();
            assertThat(files()).hasSameSizeAs(all);
        }
    }

    /** Puts objects from several threads, and says so, until it is killed. */
    static final class Writer {
        public static void main(String[] arguments) throws IOException {
            var buckets = Buckets.open(Path.of(arguments[0]), InstantSource.system(), () -> UUID.randomUUID()
                    .toString());
            buckets.createIfMissing("shop", ACCOUNT, "r");
            for (int t = 0; t < 4; t++) {
                int thread = t;
                Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 100_000; i++) {
                        var key = thread + "/" + i;
                        try {
                            var version = buckets.put("shop", key, bytes("value of " + key), Attributes.NONE);
                            System.out.println("stored " + key + " " + version.versionId());
                        } catch (IOException e) {
                            return;
                        }
                    }
                });
            }
        }
    }

    @Test
    void a_store_is_open_once() throws Exception {
        try (var buckets = open("a")) {
            assertThat(buckets.bucketsOf(ACCOUNT)).isEmpty();
            assertThatThrownBy(() -> open("b")).isInstanceOf(IOException.class).hasMessageContaining("is open already");
        }
        open("c").close();
    }

    @Test
    void bytes_that_are_lost_or_cut_are_told_and_not_served() throws Exception {
        try (var buckets = open("a")) {
            buckets.create("shop", ACCOUNT, "r");
            var version = buckets.put("shop", "k", bytes("hello"), Attributes.NONE);
            Files.writeString(files().getFirst(), "hell");
            assertThatThrownBy(() -> buckets.open(version)).isInstanceOf(IOException.class)
                    .hasMessageContaining("has 4 bytes and should have 5");
            Files.delete(files().getFirst());
            assertThatThrownBy(() -> buckets.open(version)).isInstanceOf(IOException.class)
                    .hasMessageContaining("is gone");
        }
    }

    @Test
    void a_source_that_fails_leaves_nothing() throws Exception {
        try (var buckets = open("a")) {
            buckets.create("shop", ACCOUNT, "r");
            var failing = new InputStream() {
                private int left = 100_000;

                @Override
                public int read() throws IOException {
                    if (left-- == 0) {
                        throw new IOException("the source is broken");
                    }
                    return 'x';
                }

                // The inherited method would take the exception for the end.
                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    buffer[offset] = (byte) read();
                    return 1;
                }
            };
            assertThatThrownBy(() -> buckets.put("shop", "k", failing, Attributes.NONE))
                    .hasMessage("the source is broken");
            assertThatThrownBy(() -> buckets.put("none", "k", bytes("x"), Attributes.NONE)).isInstanceOf(Fault.class);
            assertThat(files()).isEmpty();
            assertThat(buckets.find("shop", "k", Optional.empty())).isEmpty();
        }
    }

    @Test
    void a_transaction_is_whole_also_after_one_that_sqlite_itself_rolled_back() throws Exception {
        try (var database = new Database(directory.resolve("index.db"))) {
            var bucket = "INSERT OR ROLLBACK INTO bucket VALUES (1, 'shop', 'a', 'r', 0)";
            database.write(c -> Rows.change(c, bucket));
            // A conflict under OR ROLLBACK ends the transaction from below, as a full disk does.
            assertThatThrownBy(() -> database.write(c -> Rows.change(c, bucket))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> database.write(c -> {
                        Rows.change(c, "INSERT INTO generation DEFAULT VALUES");
                        throw Fault.of("Refused", "after a change");
                    }))
                    .isInstanceOf(Fault.class);
            Database.Work<List<Long>> generations = c -> Rows.all(c, row -> row.getLong(1), "SELECT * FROM generation");
            assertThat(database.read(generations)).isEmpty();
            database.write(c -> Rows.change(c, "INSERT INTO generation DEFAULT VALUES"));
            assertThat(database.read(generations)).hasSize(1);
        }
    }

    @Test
    void deleting_a_version_deletes_its_bytes_and_a_marker_keeps_them() throws Exception {
        try (var buckets = open("a")) {
            buckets.create("shop", ACCOUNT, "r");
            var first = buckets.put("shop", "k", bytes("one"), Attributes.NONE);
            buckets.put("shop", "k", bytes("two"), Attributes.NONE);
            buckets.remove("shop", List.of(new Buckets.Removal("k", Optional.empty())));
            assertThat(buckets.find("shop", "k", Optional.empty())).isEmpty();
            assertThat(files()).hasSize(2);
            buckets.remove("shop", List.of(new Buckets.Removal("k", Optional.of(first.versionId()))));
            assertThat(files()).hasSize(1);
            assertThatThrownBy(() -> buckets.open(first)).isInstanceOfSatisfying(
                    Fault.class, fault -> assertThat(fault.type()).isEqualTo("NoSuchVersion"));
        }
    }

    @Test
    void a_bucket_that_is_missing_is_made_once_and_for_one_account() throws Exception {
        try (var buckets = open("a")) {
            var made = buckets.createIfMissing("shop", ACCOUNT, "eu-west-1");
            assertThat(buckets.createIfMissing("shop", ACCOUNT, "us-east-1")).isEqualTo(made);
            assertThatThrownBy(() -> buckets.createIfMissing("shop", "999999999999", "r")).isInstanceOfSatisfying(
                    Fault.class, fault -> assertThat(fault.type()).isEqualTo("BucketAlreadyExists"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upper", "ab", "a..b", "192.168.0.1", "-a-b", "a-b-", "a_b", "xn--abc", "../etc",
            "a/b", ""})
    void a_bucket_name_keeps_the_rules(String name) throws Exception {
        try (var buckets = open("a")) {
            assertThatThrownBy(() -> buckets.create(name, ACCOUNT, "r")).isInstanceOfSatisfying(
                    Fault.class, fault -> assertThat(fault.type()).isEqualTo("InvalidBucketName"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../up", "nul\u0000byte", "/", "a\\..\\b", "CON", "\ud83d\ude00"})
    void any_key_is_kept_and_none_leaves_the_store(String key) throws Exception {
        try (var buckets = open("a")) {
            buckets.create("shop", ACCOUNT, "r");
            buckets.put("shop", key, bytes("x"), Attributes.NONE);
            assertThat(read(buckets, key)).isEqualTo("x");
            assertThat(directory.toFile().list()).containsExactly("store");
            assertThat(files()).hasSize(1);
        }
    }

    @Test
    void half_a_surrogate_pair_is_no_key() throws Exception {
        try (var buckets = open("a")) {
            assertThatThrownBy(() -> buckets.find("shop", "\ud800", Optional.empty())).isInstanceOf(Fault.class);
        }
    }

    @Test
    void metadata_must_fit_into_headers() {
        assertThatThrownBy(() -> new Attributes(Map.of("x-amz-meta-a", "b\r\nSet-Cookie: c")))
                .isInstanceOf(Fault.class);
        assertThatThrownBy(() -> new Attributes(Map.of("x-amz-meta-a", "b".repeat(2048)))).isInstanceOfSatisfying(
                Fault.class, fault -> assertThat(fault.type()).isEqualTo("MetadataTooLarge"));
    }

    @Test
    void lists_are_in_the_order_of_utf_8() throws Exception {
        // As UTF-16 the last two would change places.
        var keys = List.of("A", "a", "a!", "a/b", "ab", "\u00e9", "\uffee", "\ud83d\ude00");
        try (var buckets = open("a")) {
            buckets.create("shop", ACCOUNT, "r");
            for (var key : keys.reversed()) {
                buckets.put("shop", key, bytes(""), Attributes.NONE);
            }
            var listed = new ArrayList<String>();
            var after = "";
            while (true) {
                var page = buckets.list("shop", new Listing.Query("", "", after, 3));
                page.entries().forEach(version -> listed.add(version.key()));
                if (!page.truncated()) {
                    break;
                }
                after = page.last();
            }
            assertThat(listed).isEqualTo(keys);
        }
    }

    @Test
    void writers_do_not_disturb_each_other() throws Exception {
        try (var buckets = open("a")) {
            buckets.create("shop", ACCOUNT, "r");
            var threads = IntStream.range(0, 8).mapToObj(t -> Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 10; i++) {
                    try {
                        buckets.put("shop", "k" + i, bytes(t + "/" + i), Attributes.NONE);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }
            })).toList();
            for (var thread : threads) {
                thread.join();
            }
            var versions = buckets.listVersions("shop", new Listing.Query("", "", "", 1000)).entries();
            assertThat(versions).hasSize(80);
            assertThat(versions).filteredOn(ObjectVersion::latest).hasSize(10);
        }
    }
}
