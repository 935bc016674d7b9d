package dev.pipewright.model;

import java.util.List;

/** A set of rules and what happens to the stage when they do not hold. */
public record Condition(ConditionResult result, List<Rule> rules) {}
