package dev.pipewright.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.cli.CannotStart;
import dev.pipewright.cli.ServerOptions;
import dev.pipewright.git.DiskMeasurement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTest {
    static {
        DiskMeasurement.begin();
    }

    @TempDir
    private Path folder;

    @Test
    void what_it_keeps_is_closed_to_others_also_in_a_directory_that_was_open() throws Exception {
        var open = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
        var data = Files.createDirectory(folder.resolve("data"), open);
        Files.createDirectory(data.resolve("s3"), open);

        try (var server = Server.start(ServerOptions.local(data, 0, "us-east-1"))) {
            for (var name : List.of("s3", "git", "logs")) {
                assertThat(permissions(data.resolve(name))).as(name).isEqualTo("rwx------");
            }
            for (var name : List.of("credentials", "server.key", "pipewright.db")) {
                assertThat(permissions(data.resolve(name))).as(name).isEqualTo("rw-------");
            }
            assertThat(server.endpoint().getHost()).isEqualTo("127.0.0.1");
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void it_is_well_in_all_its_parts_as_soon_as_it_has_started() throws Exception {
        try (var server = Server.start(ServerOptions.local(folder.resolve("data"), 0, "us-east-1"));
                var http = HttpClient.newHttpClient()) {
            var health = http.send(
                    HttpRequest.newBuilder(URI.create(server.endpoint() + "/health")).build(), BodyHandlers.ofString());

            assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
            assertThat(health.body()).contains("api", "store", "objects", "worker", "timers", "sources");
        }
    }

    @Test
    void a_start_that_gets_no_port_makes_nothing() throws Exception {
        var data = folder.resolve("data");
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> Server.start(ServerOptions.local(data, taken.getLocalPort(), "us-east-1")))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("Port " + taken.getLocalPort());
        }

        assertThat(data).doesNotExist();
    }
}
