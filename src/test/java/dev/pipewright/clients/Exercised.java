package dev.pipewright.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeSet;

/**
 * The operations that a client has called and that answered it, held against the committed list of that client, from
 * which the documents take what each client is known to work with. {@code -Dpipewright.write=true} writes the lists.
 */
final class Exercised {
    private static final Path LISTS = Path.of("src/test/resources/dev/pipewright/clients");

    private Exercised() {}

    /** Holds what a client was answered against its list. */
    static void compare(String client, Collection<String> answered) throws IOException {
        var file = LISTS.resolve(client + ".operations");
        var text = String.join("\n", new TreeSet<>(answered)) + "\n";
        if (Boolean.getBoolean("pipewright.write")) Files.writeString(file, text);
        assertThat(file).as("written with -Dpipewright.write=true").hasContent(text);
    }

    /** The same for a client that has to have called every operation that it knows. */
    static void compare(String client, Collection<String> answered, Collection<String> known) throws IOException {
        var missed = new TreeSet<>(known);
        missed.removeAll(answered);
        assertThat(missed).as("what " + client + " knows and did not call, or was refused").isEmpty();
        compare(client, answered);
    }
}
