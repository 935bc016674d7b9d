package dev.pipewright.model;

/** What started an execution, spelled as {@code TriggerType} of the API, and who or what exactly. */
public record Trigger(String type, String detail) {
    public static final String CREATE_PIPELINE = "CreatePipeline";
    public static final String START_PIPELINE_EXECUTION = "StartPipelineExecution";
    public static final String POLL_FOR_SOURCE_CHANGES = "PollForSourceChanges";
    public static final String WEBHOOK = "Webhook";
    public static final String WEBHOOK_V2 = "WebhookV2";
    public static final String CLOUD_WATCH_EVENT = "CloudWatchEvent";
    public static final String PUT_ACTION_REVISION = "PutActionRevision";
    public static final String MANUAL_ROLLBACK = "ManualRollback";
    public static final String AUTOMATED_ROLLBACK = "AutomatedRollback";
}
