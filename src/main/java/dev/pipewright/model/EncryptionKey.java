package dev.pipewright.model;

/** The key that encrypts artifacts at rest; the only {@code type} is {@code KMS}. */
public record EncryptionKey(String id, String type) {}
