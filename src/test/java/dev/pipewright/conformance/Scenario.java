package dev.pipewright.conformance;

/** A story that shows what some operations read, answer and refuse. It is told once, and asserts what it sees. */
@FunctionalInterface
interface Scenario {
    void play(Scene scene) throws Exception;
}
