package dev.pipewright.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands on users and keys. */
final class AccountOptions {
    @Mixin
    private CommonOptions common;

    @Option(
            names = "--account",
            paramLabel = "DIGITS",
            description = "The 12 digits of another account than the data directory's own, 000000000000.")
    private String account;

    UsersClient users() {
        return new UsersClient(common.administration(), account);
    }
}
