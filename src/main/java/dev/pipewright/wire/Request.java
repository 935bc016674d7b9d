package dev.pipewright.wire;

import java.time.Instant;

/**
 * What an operation knows of the request beside its input.
 *
 * @param requestId also in the answer's {@code x-amzn-RequestId} and in the log
 * @param at when the request came
 * @param region the region of the credential scope that signed it
 */
public record Request(String requestId, Instant at, Principal caller, String region) {
    /** The account that the request works in. */
    public String account() {
        return caller.account();
    }
}
