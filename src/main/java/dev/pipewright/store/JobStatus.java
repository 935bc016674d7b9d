package dev.pipewright.store;

/** How far a job has come; all but {@code Withdrawn} are spelled as {@code JobStatus} of the API. */
public enum JobStatus {
    /** Made, but to be offered only later. */
    Created,
    /** On offer. */
    Queued,
    /** Handed to a worker that has not acknowledged it yet. */
    Dispatched,
    /** Acknowledged, and worked on. */
    InProgress,
    Succeeded,
    Failed,
    TimedOut,
    /** Nobody waits for it any more. The API has no word for this. */
    Withdrawn;

    /** Whether the job is over. */
    public boolean ended() {
        return switch (this) {
            case Created, Queued, Dispatched, InProgress -> false;
            case Succeeded, Failed, TimedOut, Withdrawn -> true;
        };
    }
}
