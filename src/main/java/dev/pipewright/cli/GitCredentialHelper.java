package dev.pipewright.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;

/** Answers Git's question for a user name and a password, in the lines of its credential helper protocol. */
final class GitCredentialHelper {
    private GitCredentialHelper() {}

    /** The lines to print; none where Git asks for any server but ours. */
    static List<String> answer(BufferedReader question, URI endpoint, LocalCredentials credentials) throws IOException {
        var asked = new HashMap<String, String>();
        String line;
        while ((line = question.readLine()) != null && !line.isEmpty()) {
            var equals = line.indexOf('=');
            if (equals > 0) asked.put(line.substring(0, equals), line.substring(equals + 1));
        }
        var ours = endpoint.getScheme().equals(asked.get("protocol"))
                && endpoint.getAuthority().equals(asked.get("host"));
        if (!ours) return List.of();
        return List.of("username=" + credentials.accessKeyId(), "password=" + credentials.secretAccessKey());
    }
}
