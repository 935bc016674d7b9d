package dev.pipewright.model;

/** URL templates of an action type, with {@code {Config:Key}} and {@code {ExternalExecutionId}}; each may be null. */
public record ActionTypeSettings(
        String thirdPartyConfigurationUrl,
        String entityUrlTemplate,
        String executionUrlTemplate,
        String revisionUrlTemplate) {
    /** No templates. */
    public static final ActionTypeSettings NONE = new ActionTypeSettings(null, null, null, null);
}
