package dev.pipewright.iam;

import dev.pipewright.wire.Credentials;
import java.util.Optional;

/** The keys of this server: the administrator's, those of users, and those that jobs carry. */
public final class LocalKeys implements Credentials {
    private final Key administrator;
    private final SessionTokens sessions;
    private final Credentials users;

    public LocalKeys(Key administrator, SessionTokens sessions, Credentials users) {
        this.administrator = administrator;
        this.sessions = sessions;
        this.users = users;
    }

    @Override
    public Optional<Key> find(String accessKeyId, Optional<String> sessionToken) {
        if (sessions.isTemporary(accessKeyId)) {
            return Optional.of(sessions.open(accessKeyId, sessionToken));
        }
        return accessKeyId.equals(administrator.accessKeyId())
                ? Optional.of(administrator)
                : users.find(accessKeyId, sessionToken);
    }
}
