package dev.pipewright.s3;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Walks a bucket in key order, folds what lies below a delimiter into common prefixes, and stops at a full page. */
final class Listing {
    /**
     * What to list.
     *
     * @param delimiter may be empty
     * @param after list only what comes after this key; a common prefix counts as all its keys; may be empty
     * @param afterId with {@code after}: list also what comes after the entry of that key with this id
     * @param most how many entries and common prefixes a page may have
     */
    record Query(String prefix, String delimiter, String after, Optional<String> afterId, int most) {
        Query(String prefix, String delimiter, String after, int most) {
            this(prefix, delimiter, after, Optional.empty(), most);
        }
    }

    /**
     * A part of a list.
     *
     * @param last the key or common prefix that the page ended with
     * @param lastEntry the entry that it ended with, if it was one
     */
    record Page<T>(
            List<T> entries, List<String> commonPrefixes, boolean truncated, String last, Optional<T> lastEntry) {}

    /** Entries in order. */
    interface Cursor<T> extends AutoCloseable {
        /** The next one, or null. */
        T next() throws SQLException;

        @Override
        void close() throws SQLException;
    }

    /** Opens the entries from a key on. */
    interface Rows<T> {
        Cursor<T> from(byte[] key) throws SQLException;
    }

    private Listing() {}

    /**
     * One page.
     *
     * @param rest the entries of the key {@code after} that come after {@code afterId}, for lists with several entries
     *     to a key; null for none
     */
    static <T> Page<T> page(Query query, Function<T, byte[]> key, Cursor<T> rest, Rows<T> rows) throws SQLException {
        var prefix = Names.utf8(query.prefix());
        var delimiter = Names.utf8(query.delimiter());
        var page = new Pages<T>(query.most());
        if (query.most() == 0) {
            return page.end(false);
        }
        if (rest != null) {
            try (rest) {
                for (T entry = rest.next(); entry != null; entry = rest.next()) {
                    if (startsWith(key.apply(entry), prefix) && !page.add(entry, key)) {
                        return page.end(true);
                    }
                }
            }
        }
        byte[] from = start(query, prefix, delimiter);
        while (from != null) {
            byte[] jump = null;
            try (var cursor = rows.from(from)) {
                T entry;
                while (jump == null && (entry = cursor.next()) != null) {
                    var bytes = key.apply(entry);
                    if (!startsWith(bytes, prefix)) {
                        return page.end(false);
                    }
                    int end = delimiter.length == 0 ? -1 : find(bytes, delimiter, prefix.length);
                    if (end < 0) {
                        if (!page.add(entry, key)) {
                            return page.end(true);
                        }
                    } else {
                        var common = Arrays.copyOf(bytes, end);
                        if (!page.addPrefix(Names.text(common))) {
                            return page.end(true);
                        }
                        jump = Names.afterAll(common);
                    }
                }
            }
            from = jump;
        }
        return page.end(false);
    }

    private static byte[] start(Query query, byte[] prefix, byte[] delimiter) {
        if (query.after().isEmpty()) {
            return prefix;
        }
        var after = Names.utf8(query.after());
        boolean isCommonPrefix = delimiter.length > 0
                && startsWith(after, prefix)
                && find(after, delimiter, prefix.length) == after.length;
        var from = isCommonPrefix ? Names.afterAll(after) : Names.after(after);
        return from == null || Arrays.compareUnsigned(from, prefix) >= 0 ? from : prefix;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** Where the first delimiter at or after {@code from} ends, or -1. */
    private static int find(byte[] bytes, byte[] delimiter, int from) {
        for (int at = from; at + delimiter.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + delimiter.length, delimiter, 0, delimiter.length)) {
                return at + delimiter.length;
            }
        }
        return -1;
    }

    private static final class Pages<T> {
        private final int most;
        private final List<T> entries = new ArrayList<>();
        private final List<String> prefixes = new ArrayList<>();
        private String last = "";
        private T lastEntry;

        Pages(int most) {
            this.most = most;
        }

        private boolean full() {
            return entries.size() + prefixes.size() == most;
        }

        boolean add(T entry, Function<T, byte[]> key) {
            if (full()) {
                return false;
            }
            entries.add(entry);
            last = Names.text(key.apply(entry));
            lastEntry = entry;
            return true;
        }

        boolean addPrefix(String prefix) {
            if (full()) {
                return false;
            }
            prefixes.add(prefix);
            last = prefix;
            lastEntry = null;
            return true;
        }

        Page<T> end(boolean truncated) {
            return new Page<>(entries, prefixes, truncated, last, Optional.ofNullable(lastEntry));
        }
    }
}
