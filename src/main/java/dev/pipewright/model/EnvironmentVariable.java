package dev.pipewright.model;

/** A variable in the environment of a Commands action; {@code type} is {@code PLAINTEXT} or {@code SECRETS_MANAGER}. */
public record EnvironmentVariable(String name, String value, String type) {}
