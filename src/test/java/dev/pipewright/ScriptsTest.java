package dev.pipewright;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell scripts, in a copy of the checkout where nothing is built and no JDK is in its usual place. */
final class ScriptsTest {
    private record Said(int status, String out, String err) {}

    @TempDir
    private Path folder;

    private Path checkout;
    private Path tools;

    @BeforeEach
    void copyScripts() throws IOException, InterruptedException {
        checkout = Files.createDirectories(folder.resolve("check out"));
        Files.createDirectories(checkout.resolve("scripts"));
        for (var script : List.of("pipewright", "check", "scripts/find-jdk", "scripts/build")) {
            var text = Files.readString(Path.of(script)).replace("/usr/lib/jvm", "/nowhere").replace("/Library", "/no");
            var copy = Files.writeString(checkout.resolve(script), text);
            assertThat(copy.toFile().setExecutable(true)).isTrue();
        }
        tools = Files.createDirectories(folder.resolve("tools"));
        for (var tool : List.of("sh", "sed", "head", "find", "dirname", "readlink", "mkdir", "flock", "touch", "cat")) {
            var path = Map.of("PATH", System.getenv("PATH"));
            var place = run(folder, path, "sh", "-c", "command -v " + tool).out().strip();
            if (!place.isEmpty()) Files.createSymbolicLink(tools.resolve(tool), Path.of(place));
        }
    }

    @Test
    void without_a_jdk_the_launcher_and_the_tests_say_one_sentence_and_nothing_else() throws Exception {
        for (var script : List.of("./pipewright", "./check")) {
            var said = run(checkout, Map.of("PATH", tools.toString(), "HOME", folder.toString()), script);
            assertThat(said.status()).as(script).isEqualTo(1);
            assertThat(said.out()).as(script).isEmpty();
            assertThat(said.err()).as(script).startsWith("Pipewright needs a JDK 25 or newer and found none: install");
            assertThat(said.err().lines()).as(script).hasSize(1);
        }
    }

    @Test
    void a_jdk_that_is_old_or_no_jdk_is_passed_over() throws Exception {
        var old = jdk("old", "17.0.15");
        var runtimeOnly = jdk("runtime", "25.0.1");
        Files.delete(runtimeOnly.resolve("bin/javac"));
        var young = jdk(".jdks/young", "26-ea");
        for (var home : List.of(old, runtimeOnly)) {
            var said = run(checkout, environment(home), "scripts/find-jdk");
            assertThat(said.out()).isEqualTo(young + "\n");
        }
        assertThat(run(checkout, environment(jdk("mine", "25")), "scripts/find-jdk").out())
                .isEqualTo(folder.resolve("mine") + "\n");
    }

    @Test
    void without_maven_the_launcher_says_so() throws Exception {
        Files.writeString(checkout.resolve("pom.xml"), "<project/>");
        var said = run(checkout, environment(jdk("mine", "25")), "./pipewright", "demo");
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.err()).startsWith("Pipewright is not built yet and Maven, which builds it, is missing");
    }

    @Test
    void the_launcher_starts_what_is_built_from_any_directory_and_through_links() throws Exception {
        var target = Files.createDirectories(checkout.resolve("target"));
        Files.writeString(target.resolve("launch.jar"), "");
        Files.writeString(target.resolve("built"), "");
        var jdk = jdk("mine", "25");
        Files.writeString(jdk.resolve("bin/java"), """
                #!/bin/sh
                for word; do last=$word; done
                echo "$last in $PWD"
                """);
        var link = Files.createSymbolicLink(folder.resolve("link"), checkout.resolve("pipewright"));
        var said = run(tools, environment(jdk), link.toString(), "serve", "two words");
        assertThat(said).isEqualTo(new Said(0, "two words in " + tools.toRealPath() + "\n", ""));
    }

    @Test
    void arguments_that_the_tests_do_not_take_are_told() throws Exception {
        var said = run(checkout, environment(jdk("mine", "25")), "./check", "quick");
        assertThat(said).isEqualTo(new Said(2, "", "usage: ./check [long]\n"));
    }

    private Path jdk(String name, String version) throws IOException {
        var home = Files.createDirectories(folder.resolve(name));
        Files.createDirectories(home.resolve("bin"));
        for (var program : List.of("java", "javac")) {
            var file = Files.writeString(home.resolve("bin").resolve(program), "#!/bin/sh\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private Map<String, String> environment(Path javaHome) {
        return Map.of("PATH", tools.toString(), "HOME", folder.toString(), "JAVA_HOME", javaHome.toString());
    }

    private static Said run(Path directory, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        var err = Files.createTempFile("said", ".err");
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        var said = new Said(process.exitValue(), out, Files.readString(err));
        Files.delete(err);
        return said;
    }
}
