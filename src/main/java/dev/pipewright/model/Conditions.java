package dev.pipewright.model;

import java.util.List;

/** The conditions at a stage's entry or after its success; the API allows exactly one. */
public record Conditions(List<Condition> conditions) {}
