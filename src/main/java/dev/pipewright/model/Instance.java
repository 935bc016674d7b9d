package dev.pipewright.model;

import java.util.Map;

/**
 * A machine that deploy actions reach over SSH.
 *
 * @param id made by the server: {@code mi-} and 17 hexadecimal digits, as managed nodes of the service have
 * @param host a host name or an address
 * @param userName as whom everything on the machine is done
 * @param hostKey the public key by which the machine is known, as OpenSSH writes it: its type and its base64 text
 */
public record Instance(
        String id,
        String name,
        String host,
        int port,
        String userName,
        String hostKey,
        Map<String, String> tags) {
    public Instance {
        tags = Map.copyOf(tags);
    }

    /** Whether it has the tag, with whatever value where null is asked for. */
    public boolean isTagged(String key, String value) {
        return value == null ? tags.containsKey(key) : value.equals(tags.get(key));
    }

    /** What sentences call it. */
    public String shown() {
        return "%s (%s)".formatted(id, name);
    }
}
