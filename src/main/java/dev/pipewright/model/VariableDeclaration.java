package dev.pipewright.model;

/** A pipeline variable; without a {@code defaultValue} every start must give a value. */
public record VariableDeclaration(String name, String defaultValue, String description) {}
