package dev.pipewright.server;

import dev.pipewright.cli.Pipewright;

/** Where the program begins. */
public final class Main {
    private Main() {}

    /** Runs one command of {@code pipewright} and ends with its exit status. */
    public static void main(String[] arguments) {
        System.exit(Pipewright.run(arguments, Server::start));
    }
}
