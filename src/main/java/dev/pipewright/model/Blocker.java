package dev.pipewright.model;

/** A gate declaration of the service's first release; kept as given, without effect, as on the service. */
public record Blocker(String name, String type) {}
