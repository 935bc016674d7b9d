package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Programs that tests run to their end, and the command line of {@code pipewright} as its launcher builds it. */
public final class Program {
    private static final long PATIENCE_SECONDS = 60;

    private Program() {}

    /** What a program said, and its exit status. */
    public record Said(int status, String out, String err) {
        /** Standard output, after a look at the exit status. */
        public String success() {
            assertThat(status).as(err + out).isZero();
            return out;
        }
    }

    /** Runs a program with the variables added to this process's own, and waits for its end. */
    public static Said run(Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        var out = Files.createTempFile("said", ".out");
        var err = Files.createTempFile("said", ".err");
        try {
            var builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("GIT_"));
            builder.environment().putAll(environment);
            var process = builder.start();
            var ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!ended) process.destroyForcibly();
            assertThat(ended).as("%s ends within %d s: %s", command, PATIENCE_SECONDS, Files.readString(err)).isTrue();
            return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Runs a command of {@code pipewright} to its end. */
    static Said pipewright(String... arguments) throws IOException, InterruptedException {
        return run(Path.of("."), Map.of(), pipewrightCommand(arguments));
    }

    /**
     * The command line that the launcher would start, on the classes under test. Only the optimising compiler stays off
     * for servers, too: none here lives long enough to earn it.
     */
    static List<String> pipewrightCommand(String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-Xms16m", "-Xmx512m", "-Xlog:aot=off", "-Xlog:cds=off",
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1",
                "-Dpipewright.launcher=" + Path.of("pipewright").toAbsolutePath()));
        command.addAll(List.of("-cp", classPath(), "dev.pipewright.server.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    // Without the tests' own classes, whose settings for the log are not those of the product.
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
