package dev.pipewright.model;

import java.util.List;

/** An artifact that an action makes; {@code files} are the globs that a Commands action collects. */
public record OutputArtifact(String name, List<String> files) {}
