package dev.pipewright.store;

/** Something to read from one snapshot of the store. */
@FunctionalInterface
public interface Query<T, X extends Exception> {
    /** Reads. The tables are of use only until this returns. */
    T run(Tables tables) throws X;
}
