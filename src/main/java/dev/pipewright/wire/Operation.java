package dev.pipewright.wire;

import software.amazon.awssdk.core.SdkPojo;
import tools.jackson.databind.node.ObjectNode;

/**
 * One operation of a service. Its input has passed authentication and the model's constraints, so that only meaning is
 * left to check.
 */
public interface Operation<I extends SdkPojo, O extends SdkPojo> {
    /**
     * Carries the operation out.
     *
     * @return the answer; null for an operation that answers with an empty body
     * @throws Fault when the caller asked for something that cannot be
     */
    O run(I input, Request request);

    /** Changes the answer's JSON before it is sent, for members that the SDK's classes do not have. */
    default ObjectNode finish(ObjectNode json, O output) {
        return json;
    }
}
