package dev.pipewright.model;

/** What tells a webhook from every other: the account and region it was made in, and its name. */
public record WebhookKey(String account, String region, String name) {
    /** {@code arn:aws:codepipeline:REGION:ACCOUNT:webhook:NAME}. */
    public String arn() {
        return "arn:aws:codepipeline:" + region + ":" + account + ":webhook:" + name;
    }

    /** The pipeline of that name beside the webhook. */
    public PipelineKey pipeline(String pipelineName) {
        return new PipelineKey(account, region, pipelineName);
    }
}
