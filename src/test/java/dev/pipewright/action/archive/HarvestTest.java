package dev.pipewright.action.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.action.Zips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HarvestTest {
    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void build() throws IOException {
        folder = Files.createDirectories(temporary.resolve("work"));
        Files.writeString(temporary.resolve("secret"), "outside");
        Files.createDirectories(folder.resolve("target/deep"));
        Files.writeString(folder.resolve("target/app.jar"), "jar");
        Files.writeString(folder.resolve("target/deep/run"), "#!/bin/sh");
        Files.setPosixFilePermissions(
                folder.resolve("target/deep/run"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("readme"), "read");
    }

    private byte[] pack(String... patterns) throws IOException {
        var zip = temporary.resolve("out.zip");
        Harvest.of(folder, List.of(patterns)).pack(zip);
        return Files.readAllBytes(zip);
    }

    @Test
    void patterns_choose_files_with_their_paths() throws IOException {
        assertThat(Zips.contents(pack("target/*", "readme"))).containsOnlyKeys("readme", "target/app.jar");
        assertThat(Zips.contents(pack("**/*")))
                .containsOnlyKeys("readme", "target/app.jar", "target/deep/run");
    }

    @Test
    void what_is_packed_unpacks_to_the_same() throws IOException {
        Files.createSymbolicLink(folder.resolve("target/link"), Path.of("../readme"));
        pack("**/*");

        var target = temporary.resolve("again");
        try (var archive = Archive.open(temporary.resolve("out.zip"), ArchiveLimits.STANDARD)) {
            archive.unpackTo(target, ArchiveLimits.STANDARD);
        }

        assertThat(target.resolve("target/deep/run")).isExecutable().hasContent("#!/bin/sh");
        assertThat(target.resolve("target/link")).isSymbolicLink().hasContent("read");
        assertThat(Files.isExecutable(target.resolve("readme"))).isFalse();
    }

    @Test
    void packing_again_gives_the_same_bytes() throws IOException {
        assertThat(pack("**/*")).isEqualTo(pack("**/*"));
    }

    @Test
    void a_pattern_without_a_match_is_named_even_beside_one_that_has_some() {
        assertThatThrownBy(() -> pack("readme", "dist/**/*"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"dist/**/*\"")
                .hasMessageContaining("matches no file");
    }

    @Test
    void a_link_that_leads_out_is_refused_and_nothing_is_read_through_one() throws IOException {
        Files.createSymbolicLink(folder.resolve("leak"), temporary.resolve("secret"));
        Files.createSymbolicLink(folder.resolve("outside"), Path.of(".."));

        assertThatThrownBy(() -> pack("leak")).hasMessageContaining("\"leak\"").hasMessageContaining("leads out");
        assertThatThrownBy(() -> pack("**/*")).hasMessageContaining("leads out");
        assertThatThrownBy(() -> pack("outside/secret")).hasMessageContaining("matches no file");
        assertThat(Zips.contents(pack("target/**/*"))).hasSize(2);
    }
}
