package dev.pipewright.store;

/** A unit of work for the writer: all of it is committed, or, when it throws, none of it. */
@FunctionalInterface
public interface Work<T, X extends Exception> {
    /**
     * Reads and writes. Runs on the writer's thread, where everybody waits for it: nothing slow belongs here. The
     * transaction is of use only until this returns.
     */
    T run(Tx tx) throws X;
}
