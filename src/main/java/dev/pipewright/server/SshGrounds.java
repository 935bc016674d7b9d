package dev.pipewright.server;

import dev.pipewright.action.deploy.ec2.Ssh;
import dev.pipewright.action.deploy.ec2.SshKeys;
import dev.pipewright.api.admin.SshHosts;
import java.io.IOException;
import java.util.Optional;

/** What the API asks of SSH, answered by those who deploy over it. */
record SshGrounds(Ssh ssh) implements SshHosts {
    @Override
    public String hostKey(String host, int port) throws IOException {
        return ssh.hostKey(host, port);
    }

    @Override
    public Optional<String> readHostKey(String text) {
        try {
            return Optional.of(SshKeys.hostKey(text));
        } catch (SshKeys.Unreadable unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public String fingerprint(String hostKey) {
        try {
            return SshKeys.fingerprint(hostKey);
        } catch (SshKeys.Unreadable unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }

    @Override
    public Optional<String> troubleWithIdentity(String text) {
        try {
            SshKeys.checkIdentity(text);
            return Optional.empty();
        } catch (SshKeys.Unreadable unreadable) {
            return Optional.of(unreadable.getMessage());
        }
    }
}
