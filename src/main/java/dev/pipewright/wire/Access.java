package dev.pipewright.wire;

/**
 * One thing that somebody wants to do to one resource.
 *
 * @param action with the service before it, such as {@code s3:GetObject}
 * @param resource an ARN, such as {@code arn:aws:s3:::bucket/key}, or {@code *} where an action is on nothing single
 * @param context what conditions can ask about
 */
public record Access(String action, String resource, Context context) {}
