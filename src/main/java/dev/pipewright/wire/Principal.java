package dev.pipewright.wire;

import java.util.Optional;

/**
 * Who sent a request.
 *
 * @param account the 12 digits of the account
 * @param arn the ARN that answers and histories show
 * @param userId the id that stays with the principal and is never given to another, such as {@code AIDA...}
 * @param grants what the principal may do
 */
public record Principal(String account, String arn, String userId, Grants grants) {
    private static final int LONGEST_RESOURCE = 1_500;

    /** A principal that goes by the last part of its ARN. */
    public Principal(String account, String arn, Grants grants) {
        this(account, arn, arn.substring(arn.lastIndexOf('/') + 1), grants);
    }

    /** Decides about single actions on single resources. */
    @FunctionalInterface
    public interface Grants {
        /** Everything. */
        Grants ALL = _ -> Verdict.ALLOWED;

        /** What is said to this access. */
        Verdict decide(Access access);

        /**
         * Whether the action is allowed to a request of which no condition knows anything.
         *
         * @param action with the service before it, such as {@code s3:GetObject}
         * @param resource an ARN, such as {@code arn:aws:s3:::bucket/key}
         */
        default boolean allow(String action, String resource) {
            return decide(new Access(action, resource, Context.NONE)) == Verdict.ALLOWED;
        }
    }

    /** The same with other grants. */
    public Principal with(Grants others) {
        return new Principal(account, arn, userId, others);
    }

    /** The sentence that refuses an access, in AWS's words; empty when it is allowed. */
    public Optional<String> refusal(Access access) {
        return refusal(access, Excerpt.of(access.resource(), LONGEST_RESOURCE));
    }

    /**
     * The same.
     *
     * @param shown the resource as the sentence is to show it
     */
    public Optional<String> refusal(Access access, String shown) {
        var verdict = grants.decide(access);
        return verdict == Verdict.ALLOWED
                ? Optional.empty()
                : Optional.of("User: %s is not authorized to perform: %s on resource: %s %s".formatted(
                        arn, access.action(), shown, verdict.reason(access.action())));
    }

    /**
     * Demands that an access is allowed.
     *
     * @throws Fault {@code AccessDeniedException}, as the JSON services answer it
     */
    public void require(Access access) {
        refusal(access).ifPresent(sentence -> {
            throw new Fault("AccessDeniedException", 400, sentence);
        });
    }

    /**
     * Demands that no policy forbids an access, which need not be allowed either.
     *
     * @throws Fault {@code AccessDeniedException}, as the JSON services answer it
     */
    void requireUnforbidden(Access access) {
        if (grants.decide(access) == Verdict.DENIED) require(access);
    }
}
