package dev.pipewright.cli;

import dev.pipewright.e2e.Program.Said;
import dev.pipewright.server.Main;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;

/** Commands that are typed where nobody answers their questions, without a process for each. */
public final class Typed {
    private Typed() {}

    /** Runs a command that starts no server. */
    public static Said run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = new Terminal(new BufferedReader(new StringReader("")), stream(out), stream(err), false, 80);
        var status = Pipewright.run(
                arguments,
                _ -> {
                    throw new AssertionError("no server is to be started");
                },
                Main::inspector,
                terminal,
                Pace.LIVE);
        return new Said(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
