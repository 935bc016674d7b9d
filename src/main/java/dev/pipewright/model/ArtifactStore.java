package dev.pipewright.model;

/** The bucket in which a pipeline keeps its artifacts; the only {@code type} is {@code S3}. */
public record ArtifactStore(String type, String location, EncryptionKey encryptionKey) {}
