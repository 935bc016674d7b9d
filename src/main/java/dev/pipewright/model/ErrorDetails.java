package dev.pipewright.model;

/** What went wrong in an action: a code clients match on and a sentence people read. */
public record ErrorDetails(String code, String message) {}
