package dev.pipewright.model;

/** What tells a pipeline from every other: the account and region it was made in, and its name. */
public record PipelineKey(String account, String region, String name) implements Comparable<PipelineKey> {
    /** {@code arn:aws:codepipeline:REGION:ACCOUNT:NAME}. */
    public String arn() {
        return "arn:aws:codepipeline:" + region + ":" + account + ":" + name;
    }

    @Override
    public int compareTo(PipelineKey other) {
        return arn().compareTo(other.arn());
    }
}
