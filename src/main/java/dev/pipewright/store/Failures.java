package dev.pipewright.store;

/** Carries what a piece of work threw on the store's thread over to the thread that waits for it. */
final class Failures {
    private Failures() {}

    /**
     * Throws the failure again, as {@link StoreUnavailable} when that is what it comes from. The work declared to throw
     * {@code X} besides unchecked exceptions, so what is neither unchecked nor of the database is an {@code X}.
     */
    @SuppressWarnings("unchecked")
    static <X extends Exception> void raise(Sqlite sqlite, Throwable failure) throws X {
        StoreUnavailable unavailable = sqlite.unavailable(failure).orElse(null);
        if (unavailable != null) {
            throw unavailable;
        }
        switch (failure) {
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw (X) failure;
        }
    }
}
