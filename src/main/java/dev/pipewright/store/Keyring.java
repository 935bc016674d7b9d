package dev.pipewright.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The keys of one store: the newest seals, all of them open. A sealed text is {@code sealed:}, the id of its key in
 * eight hexadecimal digits, a colon, and the rest in Base64.
 */
final class Keyring implements Vault {
    private static final String MARK = "sealed:";
    private static final int ID_LENGTH = 8;
    /** How many characters of a sealed text tell its key. */
    static final int PREFIX_LENGTH = MARK.length() + ID_LENGTH + 1;

    private final KeyFile file;
    private volatile List<SealingKey> keys;

    private Keyring(KeyFile file, List<SealingKey> keys) {
        this.file = file;
        this.keys = keys;
    }

    /**
     * The keys of a file.
     *
     * @return empty when there is no such file
     * @throws StoreUnavailable when it cannot be read, or holds something else
     */
    static Optional<Keyring> read(KeyFile file) {
        return file.read().map(keys -> new Keyring(file, List.copyOf(keys)));
    }

    /** One new key in a new file. */
    static Keyring make(KeyFile file) {
        List<SealingKey> keys = List.of(SealingKey.random());
        file.write(keys);
        return new Keyring(file, keys);
    }

    @Override
    public String seal(String secret, String place) {
        SealingKey newest = keys.getLast();
        return prefix(newest.id()) + newest.seal(secret, place);
    }

    @Override
    public String open(String sealed, String place) {
        for (SealingKey key : keys) {
            if (sealed.startsWith(prefix(key.id()))) {
                try {
                    return key.open(sealed.substring(PREFIX_LENGTH), place);
                } catch (IllegalArgumentException _) {
                    break;
                }
            }
        }
        throw new IllegalArgumentException(
                "what is stored as %s was not sealed for that place by a key in %s".formatted(place, file.path()));
    }

    /** What every text starts with that is sealed with a key. */
    static String prefix(String keyId) {
        return MARK + keyId + ":";
    }

    /** The id of the key of a text that starts so. */
    static String keyId(String prefix) {
        return prefix.startsWith(MARK) && prefix.length() == PREFIX_LENGTH
                ? prefix.substring(MARK.length(), PREFIX_LENGTH - 1)
                : "none";
    }

    /** The ids of the keys, the oldest first; the last one seals. */
    List<String> keyIds() {
        return keys.stream().map(SealingKey::id).toList();
    }

    /** Adds a key, which seals from now on. It is in the file before it seals anything. */
    synchronized void addKey() {
        SealingKey key = SealingKey.random();
        while (keyIds().contains(key.id())) {
            key = SealingKey.random();
        }
        List<SealingKey> more = new ArrayList<>(keys);
        more.add(key);
        change(more);
    }

    /** Drops all keys but the newest and those of these ids. */
    synchronized void keepOnly(Collection<String> needed) {
        SealingKey newest = keys.getLast();
        List<SealingKey> kept = keys.stream()
                .filter(key -> key == newest || needed.contains(key.id()))
                .toList();
        if (kept.size() < keys.size()) {
            change(kept);
        }
    }

    private void change(List<SealingKey> changed) {
        file.write(changed);
        keys = List.copyOf(changed);
    }
}
