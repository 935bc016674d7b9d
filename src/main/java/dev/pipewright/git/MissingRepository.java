package dev.pipewright.git;

import java.io.IOException;

/** There is no repository of that name. */
public final class MissingRepository extends IOException {
    private static final long serialVersionUID = 1L;

    MissingRepository(String name) {
        super("remote repository '%s' does not exist; create it with: pipewright repo create %s".formatted(name, name));
    }
}
