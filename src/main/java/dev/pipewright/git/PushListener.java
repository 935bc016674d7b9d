package dev.pipewright.git;

/** Hears of branches and tags that a push has changed. */
@FunctionalInterface
public interface PushListener {
    /** Hears nothing. */
    PushListener NONE = (repository, ref, oldId, newId) -> {};

    /**
     * One ref has changed on disk. Called before the client hears of it, on the thread of its request, once for every
     * ref of the push. What it throws is logged; the push has happened all the same.
     *
     * @param ref in full, such as {@code refs/heads/main}
     * @param oldId what it pointed to; 40 zeros for a ref that is new
     * @param newId what it points to now; 40 zeros for a ref that is deleted
     */
    void pushed(String repository, String ref, String oldId, String newId);

    /** One that has this one hear first and another one after, whatever becomes of the first. */
    default PushListener and(PushListener other) {
        return (repository, ref, oldId, newId) -> {
            try {
                pushed(repository, ref, oldId, newId);
            } finally {
                other.pushed(repository, ref, oldId, newId);
            }
        };
    }
}
