package dev.pipewright.api;

import dev.pipewright.wire.Fault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.codepipeline.model.Tag;

/** The rules of tags, for everything that can have some. */
final class Tagging {
    /** How many tags one resource may have. */
    static final int MOST = 50;

    private static final String RESERVED = "aws:";

    private Tagging() {}

    /**
     * Checks the tags that a request gives.
     *
     * @throws Fault {@code TooManyTagsException} for more than {@link #MOST}, {@code InvalidTagsException} for a key
     *     that comes twice or begins with {@code aws:} in any spelling
     */
    static void check(List<Tag> tags) {
        var problems = problems(tags);
        if (!problems.isEmpty()) {
            throw problems.getFirst();
        }
    }

    /** As {@link #check}, telling everything that is wrong. */
    static List<Fault> problems(List<Tag> tags) {
        var problems = new ArrayList<Fault>();
        attempt(problems, () -> checkCount(tags.size()));
        var keys = new HashSet<String>();
        for (var tag : tags) {
            attempt(problems, () -> checkKey(tag.key()));
            if (!keys.add(tag.key())) {
                problems.add(invalid("The tag key '%s' is given twice; each key may be given once", tag.key()));
            }
        }
        return problems;
    }

    private static void attempt(List<Fault> problems, Runnable check) {
        try {
            check.run();
        } catch (Fault fault) {
            problems.add(fault);
        }
    }

    /** As {@link #check}, for the number of tags that a resource would have. */
    static void checkCount(int count) {
        if (count > MOST) {
            throw Fault.of(
                    "TooManyTagsException", "The resource would have %d tags; it may have at most %d", count, MOST);
        }
    }

    /** As {@link #check}, for one key. */
    static void checkKey(String key) {
        if (key.regionMatches(true, 0, RESERVED, 0, RESERVED.length())) {
            throw invalid("The tag key '%s' begins with 'aws:', which is reserved", key);
        }
    }

    /** Tags as they are stored, once {@link #check} has passed them. */
    static Map<String, String> stored(List<Tag> tags) {
        var stored = new LinkedHashMap<String, String>();
        tags.forEach(tag -> stored.put(tag.key(), tag.value()));
        return stored;
    }

    /** Stored tags as they are answered, in the same order. */
    static List<Tag> wire(Map<String, String> stored) {
        return stored.entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private static Fault invalid(String message, Object... values) {
        return Fault.of("InvalidTagsException", message, values);
    }
}
