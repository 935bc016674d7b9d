package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.cli.LocalEndpoint;
import dev.pipewright.e2e.Program.Said;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that cannot start: each says why in one sentence, and ends with status 1. */
final class RefusedStartTest {
    @TempDir
    private Path folder;

    @Test
    void a_port_in_use_is_told() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(other.getLocalPort());
            var said = Program.pipewright("serve", "--data", folder.resolve("data").toString(), "--port", port);
            assertRefusal(said, "Port " + port + " of 127.0.0.1 cannot be taken (Address already in use): stop what uses"
                    + " it, or choose another one with --port.");
        }
    }

    @Test
    void a_data_directory_that_is_a_file_is_told() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "mine");
        assertRefusal(serve(List.of(), file), "The data directory " + file + " is not a folder.");
        assertThat(file).hasContent("mine");
        var below = file.resolve("data");
        assertRefusal(
                serve(List.of(), below), "The data directory " + below + " cannot be made: " + file + " is not a folder.");
    }

    @Test
    void a_data_directory_that_another_server_holds_is_told_and_the_other_goes_on() throws Exception {
        var data = folder.resolve("data");
        try (var server = ServerProcess.start(data)) {
            var said = serve(List.of(), data);
            assertThat(refusal(said)).matches("The data directory .*/data is held by another server, process \\d+\\.");
            assertThat(LocalEndpoint.read(data)).as("the way to the other server").contains(server.endpoint());
            Program.pipewright("repo", "list", "--data", data.toString()).success();
        }
    }

    @Test
    void a_data_directory_on_a_read_only_file_system_is_told() throws Exception {
        var disk = Files.createDirectory(folder.resolve("disk"));
        var used = "mkdir \"$1/data\" && mount -o remount,ro \"$1\"";
        var fresh = Mount.wrapper(disk, "1m", "mount -o remount,ro \"$1\"");
        assertRefusal(
                serve(Mount.wrapper(disk, "1m", used), disk.resolve("data")),
                "The data directory " + disk.resolve("data") + " cannot be written to: Read-only file system.");
        assertRefusal(
                serve(fresh, disk.resolve("data")),
                "The data directory " + disk.resolve("data") + " cannot be made: Read-only file system.");
    }

    @Test
    void a_data_directory_on_a_full_disk_is_told_wherever_the_space_ends() throws Exception {
        var disk = Files.createDirectory(folder.resolve("disk"));
        // The lock, the database's first page, its tables, and its second connection end in different ways.
        for (var free : List.of(0, 8, 64, 300)) {
            var fill = "mkdir \"$1/data\" && head -c " + (2048 - free) + "k /dev/zero > \"$1/fill\" 2> /dev/null || :";
            var said = serve(Mount.wrapper(disk, "2m", fill), disk.resolve("data"));
            assertThat(refusal(said)).as("%d KiB are free", free).containsPattern("full|No space left on device");
        }
    }

    private static Said serve(List<String> wrapper, Path data) throws Exception {
        var command = new ArrayList<>(wrapper);
        command.addAll(Program.pipewrightCommand("serve", "--data", data.toString(), "--port", "0"));
        return Program.run(Path.of("."), Map.of(), command);
    }

    private static String refusal(Said said) {
        assertThat(said.status()).as(said.toString()).isEqualTo(1);
        assertThat(said.out()).isEmpty();
        assertThat(said.err().lines()).as(said.err()).hasSize(1);
        return said.err().strip();
    }

    private static void assertRefusal(Said said, String sentence) {
        assertThat(refusal(said)).isEqualTo(sentence);
    }
}
