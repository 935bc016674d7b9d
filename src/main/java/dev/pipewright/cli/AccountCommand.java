package dev.pipewright.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command on the users and keys of an account. */
abstract class AccountCommand implements Callable<Integer> {
    final Terminal terminal;

    @Mixin
    AccountOptions options;

    AccountCommand(Terminal terminal) {
        this.terminal = terminal;
    }
}
