package dev.pipewright.api;

import dev.pipewright.model.Pipeline;

/** Makes what a pipeline stands on and names without its owner having made it: hosted repositories, buckets. */
@FunctionalInterface
public interface Grounds {
    /**
     * Makes what is not there yet of what the definition names. Doing so twice is harmless.
     *
     * @throws dev.pipewright.wire.Fault when a name cannot be that of such a thing
     */
    void prepare(Pipeline pipeline, String account, String region);
}
