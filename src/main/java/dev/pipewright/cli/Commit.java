package dev.pipewright.cli;

/** A commit as people speak of it: its id and the first line of its message. */
record Commit(String id, String message) {
    @Override
    public String toString() {
        return id.substring(0, Math.min(8, id.length())) + " " + message;
    }
}
