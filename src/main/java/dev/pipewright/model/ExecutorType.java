package dev.pipewright.model;

/** Who does the jobs of an integration action type: whoever polls for them, or a Lambda function that is invoked. */
public enum ExecutorType {
    JobWorker,
    Lambda
}
