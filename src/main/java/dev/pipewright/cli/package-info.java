/**
 * The commands of {@code pipewright}. They are clients of the server's API like any other, but for starting it, which
 * they do through {@link dev.pipewright.cli.ServerStarter}.
 */
package dev.pipewright.cli;
