package dev.pipewright.template;

import java.util.Comparator;

/**
 * Something to know about a file.
 *
 * @param isProblem whether the server would refuse it, or it cannot be understood; otherwise it is a warning
 * @param file as the caller named it
 */
public record Finding(boolean isProblem, String file, Mark mark, String sentence) {
    static final Comparator<Finding> IN_FILE =
            Comparator.comparingInt((Finding finding) -> finding.mark().line())
                    .thenComparingInt(finding -> finding.mark().column());

    /** One line in the form that compilers use. */
    @Override
    public String toString() {
        return "%s:%d:%d: %s%s".formatted(
                file, mark.line(), mark.column(), isProblem ? "" : "warning: ",
                sentence.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cc}", "?"));
    }
}
