package dev.pipewright.wire;

import java.time.Instant;

/**
 * What an operation knows of the request beside its input.
 *
 * @param requestId also in the answer's {@code x-amzn-RequestId} and in the log
 * @param at when the request came
 * @param region the region of the credential scope that signed it
 * @param context what the conditions of policies can ask about
 */
public record Request(String requestId, Instant at, Principal caller, String region, Context context) {
    /** A request of which no condition knows anything. */
    public Request(String requestId, Instant at, Principal caller, String region) {
        this(requestId, at, caller, region, Context.NONE);
    }

    /** The account that the request works in. */
    public String account() {
        return caller.account();
    }

    /**
     * Demands that the caller may do something besides what the operation itself needed, for operations that learn only
     * from the store what they are about.
     *
     * @throws Fault {@code AccessDeniedException} otherwise
     */
    public void require(String action, String resource) {
        caller.require(new Access(action, resource, context));
    }
}
