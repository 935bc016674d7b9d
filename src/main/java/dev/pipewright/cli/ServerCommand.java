package dev.pipewright.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that asks a running server, and says in a terminal what it answered. */
abstract class ServerCommand implements Callable<Integer> {
    final Terminal terminal;

    @Mixin
    CommonOptions common;

    ServerCommand(Terminal terminal) {
        this.terminal = terminal;
    }
}
