package dev.pipewright.model;

/**
 * What an action tells of its progress while it runs and when it ends; every member may be null.
 *
 * @param externalExecutionId the name of the run in the system that does the work
 * @param externalExecutionUrl a page about that run
 * @param percentComplete 0 to 100
 * @param logStreamArn the log stream that holds the run's output
 */
public record ExecutionDetails(
        String summary,
        String externalExecutionId,
        String externalExecutionUrl,
        Integer percentComplete,
        String logStreamArn) {
    /** Nothing to tell. */
    public static final ExecutionDetails NONE = new ExecutionDetails(null, null, null, null, null);

    /** Only a sentence. */
    public static ExecutionDetails summary(String summary) {
        return new ExecutionDetails(summary, null, null, null, null);
    }

    /** These details, with what is unknown here taken from earlier ones. */
    public ExecutionDetails over(ExecutionDetails earlier) {
        return new ExecutionDetails(
                summary != null ? summary : earlier.summary,
                externalExecutionId != null ? externalExecutionId : earlier.externalExecutionId,
                externalExecutionUrl != null ? externalExecutionUrl : earlier.externalExecutionUrl,
                percentComplete != null ? percentComplete : earlier.percentComplete,
                logStreamArn != null ? logStreamArn : earlier.logStreamArn);
    }
}
