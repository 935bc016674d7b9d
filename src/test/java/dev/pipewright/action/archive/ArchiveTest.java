package dev.pipewright.action.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pipewright.action.Zips;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
    private static final ArchiveLimits SMALL = new ArchiveLimits(5, 100, 1000, 100_000);

    @TempDir
    Path folder;

    private void unpack(Zips zip, ArchiveLimits limits) throws IOException {
        unpack(zip.bytes(), limits);
    }

    private void unpack(byte[] zip, ArchiveLimits limits) throws IOException {
        var file = Files.write(folder.resolve("archive.zip"), zip);
        try (var archive = Archive.open(file, limits)) {
            archive.unpackTo(target(), limits);
        }
    }

    private Path target() {
        return folder.resolve("inner/target");
    }

    private String refusal(Zips zip) {
        return refusal(zip.bytes(), ArchiveLimits.STANDARD).getMessage();
    }

    /** Refuses, and leaves nothing behind inside or outside of the target. */
    private ArchiveRefused refusal(byte[] zip, ArchiveLimits limits) {
        var refused = catchThrowableOfType(ArchiveRefused.class, () -> unpack(zip, limits));
        assertThat(refused).as("the archive was taken").isNotNull();
        assertThat(refused.getMessage()).endsWith(".").doesNotContain("\n");
        assertThat(target()).doesNotExist();
        try (var left = Files.walk(folder)) {
            assertThat(left.filter(Files::isRegularFile)).hasSize(1);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
        return refused;
    }

    @Test
    void files_folders_links_and_modes_come_out_as_they_went_in() throws IOException {
        unpack(
                Zips.zip()
                        .file("a.txt", "hello")
                        .folder("empty")
                        .program("bin/run", "#!/bin/sh")
                        .link("bin/again", "run")
                        .link("up", "bin/../a.txt")
                        .file("A.TXT", "another")
                        .file("./b//c.txt", "tidied"),
                ArchiveLimits.STANDARD);

        assertThat(target().resolve("a.txt")).hasContent("hello");
        assertThat(target().resolve("A.TXT")).hasContent("another");
        assertThat(target().resolve("empty")).isEmptyDirectory();
        assertThat(target().resolve("bin/run")).isExecutable();
        assertThat(Files.isExecutable(target().resolve("a.txt"))).isFalse();
        assertThat(target().resolve("bin/again")).isSymbolicLink().hasContent("#!/bin/sh");
        assertThat(target().resolve("up")).isSymbolicLink().hasContent("hello");
        assertThat(target().resolve("b/c.txt")).hasContent("tidied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out", "a/../../out", "a/..", ".."})
    void a_name_that_leads_out_is_refused(String name) {
        assertThat(refusal(Zips.zip().file("good", "x").file(name, "x"))).contains("leads out", name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "//server/share", "C:/windows", "c:relative"})
    void an_absolute_name_is_refused(String name) {
        assertThat(refusal(Zips.zip().file(name, "x"))).contains("absolute", name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..\\out", "a\\b", "\\\\server\\share"})
    void a_backslash_is_refused(String name) {
        assertThat(refusal(Zips.zip().file(name, "x"))).contains("backslash", name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../out", "a/../../out", "", "link", "./link/more"})
    void a_link_that_leads_out_or_in_a_circle_is_refused(String target) {
        assertThat(refusal(Zips.zip().file("a/b", "x").link("link", target))).contains("\"link\"", "leads out");
    }

    @Test
    void links_that_lead_out_only_together_are_refused() {
        // Read as text, d/.. is the root; followed by a file system, it is the folder above it.
        assertThat(refusal(Zips.zip().file("a/b/c", "x").link("a/b/d", "../..").link("out", "a/b/d/..")))
                .contains("\"out\"");
        assertThat(refusal(Zips.zip().link("one", "two").link("two", "one"))).contains("circle");
    }

    @Test
    void nothing_is_written_through_a_link() {
        assertThat(refusal(Zips.zip().folder("real").link("link", "real").file("link/file", "x")))
                .contains("behind the symbolic link \"link\"");
        assertThat(refusal(Zips.zip().file("link/file", "x").link("link", "..")))
                .contains("behind the symbolic link \"link\"");
    }

    @Test
    void namesakes_are_refused() {
        assertThat(refusal(Zips.zip().file("a", "1").file("./a", "2"))).contains("more than one entry");
        assertThat(refusal(Zips.zip().file("a", "1").link("a", "b"))).contains("more than one entry");
        assertThat(refusal(Zips.zip().file("a", "1").file("a/b", "2"))).contains("both a file and a folder");
    }

    @Test
    void too_many_entries_or_folders_are_refused() {
        var many = Zips.zip();
        for (int i = 0; i < 6; i++) many.file("f" + i, "");
        assertThat(refusal(many.bytes(), SMALL).getMessage()).contains("more than 5 entries");

        assertThat(refusal(Zips.zip().file("1/2/3/4/5/6/file", "").bytes(), SMALL).getMessage())
                .contains("more than 5 folders");
    }

    @Test
    void as_many_entries_as_are_allowed_are_unpacked() throws IOException {
        var many = Zips.zip();
        for (int i = 0; i < 5; i++) many.file("f" + i, "");

        unpack(many.bytes(), SMALL);

        assertThat(Files.list(target())).hasSize(5);
    }

    @Test
    void more_than_a_hundred_thousand_entries_are_refused_though_their_count_is_a_lie() {
        var bytes = ByteBuffer.allocate(100_001 * 52 + 22).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 100_001; i++) {
            bytes.putInt(0x02014b50).put(new byte[24]).putShort((short) 6).put(new byte[16]);
            bytes.put("%06d".formatted(i).getBytes(StandardCharsets.US_ASCII));
        }
        bytes.putInt(0x06054b50).put(new byte[4]).putShort((short) 1).putShort((short) 1);

        var refused = refusal(bytes.array(), ArchiveLimits.STANDARD);

        assertThat(refused).hasMessage("The archive holds more than 100,000 entries.");
    }

    @Test
    void a_thousand_namesakes_are_refused_before_the_library_chokes_on_them() {
        var many = Zips.zip();
        for (int i = 0; i < 1_001; i++) many.folder("f");

        assertThat(refusal(many)).isEqualTo("The archive holds more than 1,000 entries of one name.");
    }

    @Test
    void a_bomb_is_refused_by_its_size_and_by_its_ratio() {
        var bomb = Zips.zip().zeros("zeros", 3_000_000).bytes();
        assertThat(refusal(bomb, ArchiveLimits.STANDARD).getMessage())
                .matches("The archive of [0-9,]+ bytes unpacks to more than the [0-9,]+ bytes that are allowed.*");

        var large = Zips.zip().zeros("zeros", 2_000).bytes();
        assertThat(refusal(large, new ArchiveLimits(5, 100, 1000, 1500)).getMessage()).contains("1,500 bytes");
    }

    @Test
    void a_bomb_that_lies_about_its_size_is_stopped_while_it_unpacks() {
        var bomb = Zips.zip().zeros("zeros", 3_000_000).bytes();
        var header = find(bomb, 0x02014b50);
        ByteBuffer.wrap(bomb).order(ByteOrder.LITTLE_ENDIAN).putInt(header + 24, 10);

        refusal(bomb, ArchiveLimits.STANDARD);
    }

    @Test
    void a_huge_declared_size_is_refused_before_anything_is_written() {
        var liar = Zips.zip().file("a", "hello").bytes();
        ByteBuffer.wrap(liar).order(ByteOrder.LITTLE_ENDIAN).putInt(find(liar, 0x02014b50) + 24, 0x7fffffff);

        assertThat(refusal(liar, ArchiveLimits.STANDARD).getMessage()).contains("unpacks to more");
    }

    @Test
    void an_encrypted_entry_is_named() {
        var zip = Zips.zip().file("secret.txt", "hello").bytes();
        zip[find(zip, 0x02014b50) + 8] |= 1;
        zip[find(zip, 0x04034b50) + 6] |= 1;

        assertThat(refusal(zip, ArchiveLimits.STANDARD).getMessage())
                .isEqualTo("The archive's entry \"secret.txt\" is encrypted.");
    }

    @Test
    void what_is_no_zip_is_malformed() {
        for (var junk : new byte[][] {{}, "hello".getBytes(StandardCharsets.UTF_8), new byte[100]}) {
            var refused = refusal(junk, ArchiveLimits.STANDARD);
            assertThat(refused).hasMessage("The archive is malformed.");
            assertThat(refused.reason()).isEqualTo(ArchiveRefused.Reason.MALFORMED);
        }
    }

    @Test
    void a_zip_cut_anywhere_or_with_a_changed_byte_is_never_unpacked_wrongly() throws IOException {
        var zip = Zips.zip().file("a.txt", "hello hello hello").program("b/c", "there").bytes();
        for (int length = 0; length < zip.length; length++) {
            refusal(Arrays.copyOf(zip, length), ArchiveLimits.STANDARD);
        }
        var damaged = zip.clone();
        var data = 30 + "a.txt".length() + ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getShort(28);
        damaged[data + 3] ^= 0x10;
        assertThat(refusal(damaged, ArchiveLimits.STANDARD)).hasMessage("The archive is malformed.");
    }

    private static int find(byte[] bytes, int signature) {
        var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < bytes.length - 3; at++) {
            if (buffer.getInt(at) == signature) {
                return at;
            }
        }
        throw new AssertionError("no such header");
    }
}
