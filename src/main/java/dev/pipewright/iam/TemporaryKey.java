package dev.pipewright.iam;

import java.time.Instant;

/** Credentials that end by themselves, as a job worker gets them with its job. */
public record TemporaryKey(String accessKeyId, String secretAccessKey, String sessionToken, Instant expires) {}
