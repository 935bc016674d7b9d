package dev.pipewright.template;

/** A place in a file; both numbers count from 1. */
public record Mark(int line, int column) {
    static final Mark START = new Mark(1, 1);
}
