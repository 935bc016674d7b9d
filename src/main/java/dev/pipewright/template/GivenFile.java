package dev.pipewright.template;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A file with values for templates, which keeps secrets off the command line. */
public final class GivenFile {
    private static final Set<String> SECTIONS = Set.of("Parameters", "Resources", "Imports", "References");

    private GivenFile() {}

    /**
     * Reads a file of JSON or YAML with the objects {@code Parameters}, {@code Resources}, {@code Imports} and
     * {@code References}, as far as there are any.
     *
     * @throws IllegalArgumentException when it is something else; the message is a sentence with the file's name
     */
    public static Given read(Path file) {
        var findings = new Findings(file.toString(), new Hidden());
        try {
            if (!(Document.read(file, findings) instanceof Node.Mapping root)) {
                throw new Unreadable(Mark.START, "The file is not an object.");
            }
            if (!findings.all().isEmpty()) throw bad(findings.all().getFirst());
            for (var section : root.entries()) {
                if (!SECTIONS.contains(section.key())) {
                    throw new Unreadable(section.mark(), "Values are in Parameters, Resources, Imports or References,"
                            + " not in '%s'.", Excerpt.of(section.key()));
                }
            }
            return new Given(
                    texts(root, "Parameters"), texts(root, "Resources"), texts(root, "Imports"),
                    texts(root, "References"), null);
        } catch (Unreadable unreadable) {
            throw bad(new Finding(true, file.toString(), unreadable.mark(), unreadable.getMessage()));
        }
    }

    private static IllegalArgumentException bad(Finding finding) {
        return new IllegalArgumentException(finding.toString());
    }

    private static Map<String, String> texts(Node.Mapping root, String section) throws Unreadable {
        var texts = new LinkedHashMap<String, String>();
        var node = root.get(section);
        if (node.isEmpty()) return texts;
        if (!(node.get() instanceof Node.Mapping mapping)) {
            throw new Unreadable(node.get().mark(), "%s must be an object.", section);
        }
        for (var entry : mapping.entries()) {
            if (!(entry.value() instanceof Node.Scalar value) || value.isNull()) {
                throw new Unreadable(entry.mark(), "'%s' must be a text.", Excerpt.of(entry.key()));
            }
            texts.put(entry.key(), value.text());
        }
        return texts;
    }
}
