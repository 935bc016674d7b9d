package dev.pipewright.action;

import java.io.IOException;
import java.util.Optional;

/** The repositories at GitHub, as far as a token opens them; their names are {@code OWNER/REPO}. */
public interface GitHub {
    /** What a token opens. No exception of it repeats the token. */
    Repositories with(String token);

    /**
     * The id of the commit at the tip of a branch, which takes one question and fetches nothing; empty where the
     * repository or the branch is missing.
     *
     * @throws IOException when GitHub does not answer, or refuses; the token is not in it
     */
    Optional<String> newest(String token, String repository, String branch) throws IOException;
}
