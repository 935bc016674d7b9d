package dev.pipewright.iam;

/**
 * One thing that temporary credentials are good for.
 *
 * @param action one action, such as {@code s3:GetObject}
 * @param resource one ARN, such as {@code arn:aws:s3:::bucket/key}
 */
public record Grant(String action, String resource) {}
