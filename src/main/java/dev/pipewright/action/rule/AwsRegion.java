package dev.pipewright.action.rule;

import dev.pipewright.action.ActionRequest;

/** Where a rule's resource is. */
final class AwsRegion {
    private AwsRegion() {}

    /** The region that the rule names, or else the pipeline's. */
    static String of(ActionRequest request) {
        var own = request.action().region();
        return own == null ? request.pipeline().region() : own;
    }
}
