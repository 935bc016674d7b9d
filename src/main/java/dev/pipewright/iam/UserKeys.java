package dev.pipewright.iam;

import dev.pipewright.iam.policy.MalformedPolicy;
import dev.pipewright.iam.policy.Policy;
import dev.pipewright.store.AccessKeys;
import dev.pipewright.store.Database;
import dev.pipewright.store.StoreUnavailable;
import dev.pipewright.store.StoredUser;
import dev.pipewright.wire.Credentials;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Principal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of users, read from the store at every request: a key acts as soon as it is made, and no longer when it is
 * disabled or removed; so do policies.
 */
public final class UserKeys implements Credentials {
    private static final int KEPT = 1_000;

    private final Database database;
    /** The policies used last, by their texts, which say all that a policy says. */
    private final Map<String, Policy> parsed = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Policy> eldest) {
            return size() > KEPT;
        }
    });

    public UserKeys(Database database) {
        this.database = database;
    }

    private record Found(AccessKeys.WithSecret key, StoredUser user, List<String> policies) {}

    /**
     * {@inheritDoc}
     *
     * @throws Fault {@code ServiceUnavailable} when the store cannot be read
     */
    @Override
    public Optional<Key> find(String accessKeyId, Optional<String> sessionToken) {
        try {
            return database.read(tables -> tables.accessKeys().enabled(accessKeyId).flatMap(key -> tables.users()
                            .find(key.account(), key.userName())
                            .map(user -> new Found(
                                    key, user, List.copyOf(tables.users().policies(user).values())))))
                    .map(this::key);
        } catch (StoreUnavailable e) {
            throw new Fault("ServiceUnavailable", 503, e.getMessage());
        }
    }

    private Key key(Found found) {
        var user = found.user();
        var policies = found.policies().stream().map(document -> read(user, document)).toList();
        var grants = new UserGrants(user.account(), user.name(), user.arn(), user.id(), policies);
        return new Key(
                found.key().id(),
                found.key().secret(),
                new Principal(user.account(), user.arn(), user.id(), grants));
    }

    private Policy read(StoredUser user, String document) {
        try {
            return parsed.computeIfAbsent(document, Policy::parse);
        } catch (MalformedPolicy e) {
            throw new IllegalStateException("a stored policy of %s cannot be read".formatted(user.arn()), e);
        }
    }
}
