package dev.pipewright.model;

/** What started an execution, spelled as {@code TriggerType} of the API, and who or what exactly. */
public record Trigger(String type, String detail) {
    public static final String CREATE_PIPELINE = "CreatePipeline";
    public static final String START_PIPELINE_EXECUTION = "StartPipelineExecution";
    public static final String POLL_FOR_SOURCE_CHANGES = "PollForSourceChanges";
    public static final String WEBHOOK = "Webhook";
}
