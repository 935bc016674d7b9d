package dev.pipewright.conformance;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the scenarios have shown so far, by operation. */
final class Evidence {
    private final Map<String, Set<String>> read = new TreeMap<>();
    private final Map<String, Set<String>> filled = new TreeMap<>();
    private final Map<String, Set<String>> provoked = new TreeMap<>();

    /** A request member makes a difference. */
    void read(String operation, String member) {
        note(read, operation, member);
    }

    /** A response member came with a value. */
    void filled(String operation, String member) {
        note(filled, operation, member);
    }

    /** A call was refused with the error. */
    void provoked(String operation, String error) {
        note(provoked, operation, error);
    }

    private static synchronized void note(Map<String, Set<String>> notes, String operation, String what) {
        notes.computeIfAbsent(operation, _ -> new TreeSet<>()).add(what);
    }

    Set<String> read(String operation) {
        return read.getOrDefault(operation, Set.of());
    }

    Set<String> filled(String operation) {
        return filled.getOrDefault(operation, Set.of());
    }

    Set<String> provoked(String operation) {
        return provoked.getOrDefault(operation, Set.of());
    }
}
