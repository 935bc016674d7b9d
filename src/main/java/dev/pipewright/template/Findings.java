package dev.pipewright.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is found in one file, each thing once, and never with a value that is meant to stay hidden. */
final class Findings {
    private static final int MOST = 1000;

    private final String file;
    private final Hidden hidden;
    private final Set<Finding> seen = new HashSet<>();
    private int problems;
    private int warnings;
    private final List<Finding> all = new ArrayList<>();

    Findings(String file, Hidden hidden) {
        this.file = file;
        this.hidden = hidden;
    }

    void problem(Mark mark, String sentence, Object... values) {
        add(true, mark, values.length == 0 ? sentence : sentence.formatted(values));
    }

    void warning(Mark mark, String sentence, Object... values) {
        add(false, mark, values.length == 0 ? sentence : sentence.formatted(values));
    }

    private void add(boolean isProblem, Mark mark, String sentence) {
        var finding = new Finding(isProblem, file, mark, hidden.without(sentence));
        // Each has a number of its own: no flood of warnings may hide that there is a problem.
        var isRoom = isProblem ? problems < MOST : warnings < MOST;
        if (!isRoom || !seen.add(finding)) return;
        all.add(finding);
        if (isProblem) problems++;
        else warnings++;
    }

    /** In the order of the file. */
    List<Finding> all() {
        return all.stream().sorted(Finding.IN_FILE).toList();
    }
}
