package dev.pipewright.wire;

import tools.jackson.databind.node.ObjectNode;

/** An operation that the service of that name elsewhere does not have. */
public interface OwnOperation {
    /**
     * Carries the operation out.
     *
     * @param input its members, all of them texts that obey the constraints
     * @throws Fault when the caller asked for something that cannot be
     */
    ObjectNode run(ObjectNode input, Request request);
}
