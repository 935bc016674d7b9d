package dev.pipewright.action.archive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The symbolic links of an archive, followed on paper: nothing is looked up on the disk. */
public final class Links {
    private static final int MOST_HOPS = 40;

    private final Map<String, String> targets = new HashMap<>();

    /** Notes that the path is a link with the target. */
    public void add(String path, String target) {
        targets.put(path, target);
    }

    /** Whether the path itself is a link. */
    boolean has(String path) {
        return targets.containsKey(path);
    }

    /**
     * The path that one comes to when every link on the way is followed, as a file system would; empty where that leads
     * out of the archive or in a circle.
     */
    public Optional<String> follow(String path) {
        var ahead = new ArrayDeque<>(parts(path));
        List<String> reached = new ArrayList<>();
        int hops = 0;
        while (!ahead.isEmpty()) {
            var part = ahead.poll();
            if (part.equals("..")) {
                if (reached.isEmpty()) {
                    return Optional.empty();
                }
                reached.removeLast();
                continue;
            }
            reached.add(part);
            var target = targets.get(String.join("/", reached));
            if (target == null) {
                continue;
            }
            if (target.startsWith("/") || ++hops > MOST_HOPS) {
                return Optional.empty();
            }
            reached.removeLast();
            parts(target).reversed().forEach(ahead::push);
        }
        return Optional.of(String.join("/", reached));
    }

    private static List<String> parts(String path) {
        return Arrays.stream(path.split("/"))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .toList();
    }
}
