package dev.pipewright.iam.policy;

/** Whether one value of a request fits one value of a policy. */
@FunctionalInterface
interface Demand {
    boolean fits(String value, Asked asked);
}
