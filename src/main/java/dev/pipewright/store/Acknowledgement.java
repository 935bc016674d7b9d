package dev.pipewright.store;

/** The answer to a worker that acknowledges a job. */
public sealed interface Acknowledgement {
    /** The job is this worker's now, or was already and it asks again. */
    record Acknowledged(Job job) implements Acknowledgement {}

    /** The nonce is the right one, but the job is over. */
    record Over(Job job) implements Acknowledgement {}

    /** The job was not handed out with this nonce, or has been handed out again since. */
    record InvalidNonce() implements Acknowledgement {}

    /** There is no such job. */
    record UnknownJob() implements Acknowledgement {}
}
