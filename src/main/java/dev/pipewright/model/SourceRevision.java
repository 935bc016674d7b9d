package dev.pipewright.model;

/** What one action took or reported as its source. */
public record SourceRevision(String action, Revision revision) {}
