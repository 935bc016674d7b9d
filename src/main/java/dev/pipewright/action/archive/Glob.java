package dev.pipewright.action.archive;

import java.util.List;
import java.util.stream.Stream;

/**
 * A pattern of file paths as build specifications have it: {@code *} and {@code ?} stay within a name, {@code **} as a
 * whole segment stands for any number of folders, also none. Takes time in proportion to pattern times path, whatever
 * they are.
 */
public final class Glob {
    private final String pattern;
    private final List<String> segments;

    private Glob(String pattern, List<String> segments) {
        this.pattern = pattern;
        this.segments = segments;
    }

    /**
     * Reads a pattern relative to a folder.
     *
     * @throws IllegalArgumentException with a sentence, where the pattern is empty, absolute or leads out of the folder
     */
    public static Glob of(String pattern) {
        if (pattern.isBlank()) {
            throw new IllegalArgumentException("A file pattern is empty.");
        }
        var segments = Stream.of(pattern.split("/"))
                .filter(segment -> !segment.isEmpty() && !segment.equals("."))
                .toList();
        if (pattern.startsWith("/") || segments.contains("..") || pattern.indexOf('\0') >= 0 || segments.isEmpty()) {
            throw new IllegalArgumentException(
                    "The file pattern \"%s\" leads out of the working folder: patterns are relative to it and go down."
                            .formatted(Archive.shown(pattern)));
        }
        // A folder with a slash at its end means all that is in it.
        if (pattern.endsWith("/")) {
            segments = Stream.concat(segments.stream(), Stream.of("**")).toList();
        }
        return new Glob(pattern, segments);
    }

    /** Whether the path of a file, with slashes and relative to the folder, is meant. */
    public boolean matches(String path) {
        var names = path.split("/");
        // reach[i]: the segments so far match the first i names.
        var reach = new boolean[names.length + 1];
        reach[0] = true;
        for (var segment : segments) {
            var next = new boolean[names.length + 1];
            if (segment.equals("**")) {
                boolean any = false;
                for (int i = 0; i <= names.length; i++) {
                    any |= reach[i];
                    next[i] = any;
                }
            } else {
                for (int i = 0; i < names.length; i++) {
                    next[i + 1] = reach[i] && matchesName(segment, names[i]);
                }
            }
            reach = next;
        }
        return reach[names.length];
    }

    /** The classic walk with one way back: to the latest star. */
    private static boolean matchesName(String segment, String name) {
        int s = 0;
        int n = 0;
        int star = -1;
        int from = 0;
        while (n < name.length()) {
            if (s < segment.length() && segment.charAt(s) == '*') {
                star = s++;
                from = n;
            } else if (s < segment.length() && (segment.charAt(s) == '?' || segment.charAt(s) == name.charAt(n))) {
                s++;
                n++;
            } else if (star >= 0) {
                s = star + 1;
                n = ++from;
            } else {
                return false;
            }
        }
        while (s < segment.length() && segment.charAt(s) == '*') {
            s++;
        }
        return s == segment.length();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
