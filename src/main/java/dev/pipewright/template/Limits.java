package dev.pipewright.template;

/** How much of a file is read; what is more is no template that somebody wrote. */
final class Limits {
    /** As much as the server takes in one request. */
    static final int BYTES = 4 * 1024 * 1024;

    static final int DEPTH = 64;

    /** Values in a document, those behind aliases counted each time. */
    static final int VALUES = 200_000;

    /** Characters that one function may give. */
    static final int TEXT = 200_000;

    /** Characters that all functions of a template may give together. */
    static final long TEXTS = 20_000_000;

    /** How many names may be made of each other, one by one. */
    static final int CHAIN = 100;

    private Limits() {}
}
