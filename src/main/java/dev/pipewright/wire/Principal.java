package dev.pipewright.wire;

/**
 * Who sent a request.
 *
 * @param account the 12 digits of the account
 * @param arn the ARN that answers and histories show
 * @param grants what the principal may do
 */
public record Principal(String account, String arn, Grants grants) {
    /** Decides about single actions on single resources. */
    @FunctionalInterface
    public interface Grants {
        /** Everything. */
        Grants ALL = (action, resource) -> true;

        /**
         * Whether the action is allowed.
         *
         * @param action with the service before it, such as {@code s3:GetObject}
         * @param resource an ARN, such as {@code arn:aws:s3:::bucket/key}
         */
        boolean allow(String action, String resource);
    }
}
