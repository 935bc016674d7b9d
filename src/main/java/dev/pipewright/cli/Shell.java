package dev.pipewright.cli;

import java.util.regex.Pattern;

/** Words as a POSIX shell reads them. */
final class Shell {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private Shell() {}

    /** The word, quoted where a shell would read it as anything but itself. */
    static String quote(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
