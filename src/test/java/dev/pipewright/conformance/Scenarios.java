package dev.pipewright.conformance;

import java.util.List;

/** All scenarios, each in a region of its own. */
final class Scenarios {
    static final List<Scenario> ALL = List.of(
            new DefinitionScenario(),
            new ActionTypeScenario(),
            new TagScenario(),
            new JobScenario(),
            new ExecutionScenario(),
            new SteeringScenario(),
            new RuleScenario(),
            new WebhookScenario(),
            new ThirdPartyScenario());

    private Scenarios() {}
}
