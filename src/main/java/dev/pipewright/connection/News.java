package dev.pipewright.connection;

import dev.pipewright.model.GitEvent;
import java.util.List;
import java.util.Optional;

/** One thing that a Git host tells. */
public sealed interface News {
    /** The repository's full name. */
    String repository();

    /**
     * Something happened that may start pipelines.
     *
     * @param files the changed files, where the host named all of them
     */
    record Happened(GitEvent event, Optional<List<String>> files) implements News {
        @Override
        public String repository() {
            return event.repository();
        }
    }

    /**
     * A branch or tag is gone.
     *
     * @param ref its full name
     */
    record Gone(String repository, String ref) implements News {}
}
