package dev.pipewright.store;

/** What became of a result that a worker gave. */
public sealed interface Answer {
    /** It is the job's result now. The job is given as it is after. */
    record Accepted(Job job) implements Answer {}

    /** The job had this very result already; nothing changes. */
    record Repeated(Job job) implements Answer {}

    /** The job has another result already. */
    record Contradicted(Job job) implements Answer {}

    /** Nobody waits for the job any more, since it was withdrawn or its time was up; nothing changes. */
    record Late(Job job) implements Answer {}

    /** The job has not been acknowledged. */
    record NotAcknowledged(Job job) implements Answer {}

    /** There is no such job. */
    record UnknownJob() implements Answer {}
}
