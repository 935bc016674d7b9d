package dev.pipewright.action.rule;

/** A regular expression is none, or would take too long; the message is a sentence that says so. */
final class PatternRefused extends Exception {
    PatternRefused(String message) {
        super(message);
    }
}
