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
        if (all.size() < MOST && seen.add(finding)) all.add(finding);
    }

    /** In the order of the file. */
    List<Finding> all() {
        return all.stream().sorted(Finding.IN_FILE).toList();
    }
}
