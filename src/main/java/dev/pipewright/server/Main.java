package dev.pipewright.server;

import dev.pipewright.cli.Pipewright;
import dev.pipewright.template.Inspector;

/** Where the program begins. */
public final class Main {
    private Main() {}

    /** Runs one command of {@code pipewright} and ends with its exit status. */
    public static void main(String[] arguments) {
        System.exit(Pipewright.run(arguments, Server::start, Main::inspector));
    }

    /** Judges files by what this server has, without any being started. */
    public static Inspector inspector() {
        return new Inspector(Providers.onPaper().catalog(), LocalGrounds::misnamed);
    }
}
