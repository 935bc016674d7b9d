package dev.pipewright.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML with the places of its values. The short forms of functions become their long forms: {@code !Sub x} is
 * {@code Fn::Sub: x}. It goes by the parser's events, so that depth, aliases and tags are counted and judged before
 * anything is built of them.
 */
final class YamlText {
    private static final String STANDARD = "tag:yaml.org,2002:";
    private static final Pattern FUNCTION = Pattern.compile("!([A-Za-z0-9]+)");
    private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
    private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(?:[0-9]{1,40}(?:\\.[0-9]{0,40})?|\\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,4})?");

    private final Iterator<Event> events;
    private final Findings findings;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private int depth;
    private long values;

    /** @param size how many values it has, with those behind aliases */
    private record Anchored(Node node, long size) {}

    private YamlText(Iterator<Event> events, Findings findings) {
        this.events = events;
        this.findings = findings;
    }

    /**
     * The document that a text is. A key that comes twice is a finding, and the first one counts.
     *
     * @throws Unreadable when it is no YAML of one document, or more than the limits allow
     */
    static Node read(String text, Findings findings) throws Unreadable {
        var settings = LoadSettings.builder().setCodePointLimit(Limits.BYTES).setUseMarks(true).build();
        try {
            return new YamlText(new Parse(settings).parseString(text).iterator(), findings).document();
        } catch (MarkedYamlEngineException notYaml) {
            var place = notYaml.getProblemMark().or(notYaml::getContextMark).map(YamlText::mark).orElse(Mark.START);
            throw new Unreadable(place, "The YAML is not valid: %s.", Excerpt.of(notYaml.getProblem()));
        } catch (YamlEngineException notYaml) {
            throw new Unreadable(Mark.START, "The YAML is not valid: %s", Excerpt.of(notYaml.getMessage()));
        }
    }

    private Node document() throws Unreadable {
        var event = events.next();
        while (!(event instanceof DocumentStartEvent)) {
            if (event instanceof StreamEndEvent) throw new Unreadable(Mark.START, "The file is empty.");
            event = events.next();
        }
        var root = node(events.next());
        events.next();
        var after = events.next();
        if (!(after instanceof StreamEndEvent)) {
            throw new Unreadable(mark(after), "The file has more than one YAML document.");
        }
        return root;
    }

    private Node node(Event event) throws Unreadable {
        var mark = mark(event);
        count(1, mark);
        if (event instanceof AliasEvent alias) {
            var anchored = anchors.get(alias.getAlias().getValue());
            if (anchored == null) {
                throw new Unreadable(mark, "The alias '*%s' names nothing that is complete before it.",
                        Excerpt.of(alias.getAlias().getValue()));
            }
            count(anchored.size(), mark);
            return anchored.node();
        }
        if (++depth > Limits.DEPTH) {
            throw new Unreadable(mark, "The YAML is nested deeper than %d levels.", Limits.DEPTH);
        }
        var before = values;
        var node = switch (event) {
            case ScalarEvent scalar -> tagged(scalar.getTag(), scalar(scalar, mark), mark);
            case SequenceStartEvent start -> tagged(start.getTag(), sequence(mark), mark);
            case MappingStartEvent start -> tagged(start.getTag(), mapping(mark), mark);
            default -> throw new Unreadable(mark, "The YAML is not valid here.");
        };
        depth--;
        if (event instanceof NodeEvent named && named.getAnchor().isPresent()) {
            anchors.put(named.getAnchor().get().getValue(), new Anchored(node, values - before));
        }
        return node;
    }

    private void count(long more, Mark mark) throws Unreadable {
        values += more;
        if (values > Limits.VALUES) {
            throw new Unreadable(mark, "The file has more than %d values, those behind aliases counted each time.",
                    Limits.VALUES);
        }
    }

    private Node sequence(Mark mark) throws Unreadable {
        var elements = new ArrayList<Node>();
        for (var event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
            elements.add(node(event));
        }
        return new Node.Sequence(mark, elements);
    }

    private Node mapping(Mark mark) throws Unreadable {
        var entries = new ArrayList<Node.Entry>();
        var places = new HashMap<String, Mark>();
        for (var event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
            if (!(node(event) instanceof Node.Scalar key)) {
                throw new Unreadable(mark(event), "A key of the YAML is not a text.");
            }
            var value = node(events.next());
            var earlier = places.putIfAbsent(key.text(), key.mark());
            if (earlier == null) {
                entries.add(new Node.Entry(key.mark(), key.text(), value));
            } else {
                findings.problem(key.mark(), JsonText.twice(key.text(), earlier));
            }
        }
        return new Node.Mapping(mark, entries);
    }

    private static Node.Scalar scalar(ScalarEvent event, Mark mark) {
        var text = event.getValue();
        return new Node.Scalar(mark, event.isPlain() && event.getTag().isEmpty() ? kind(text) : Node.Kind.STRING, text);
    }

    private static Node.Kind kind(String text) {
        if (NULL.matcher(text).matches()) return Node.Kind.NULL;
        if (BOOLEAN.matcher(text).matches()) return Node.Kind.BOOLEAN;
        return NUMBER.matcher(text).matches() ? Node.Kind.NUMBER : Node.Kind.STRING;
    }

    /** The node as its tag has it: the call of a function, a value of a standard type, or what it was without one. */
    private static Node tagged(Optional<String> tag, Node node, Mark mark) throws Unreadable {
        if (tag.isEmpty() || tag.get().equals("!")) return node;
        var function = FUNCTION.matcher(tag.get());
        if (function.matches()) {
            var name = function.group(1);
            var isPlain = name.equals("Ref") || name.equals("Condition");
            return new Node.Mapping(mark, List.of(
                    new Node.Entry(mark, isPlain ? name : "Fn::" + name, node)));
        }
        var standard = tag.get().startsWith(STANDARD) ? tag.get().substring(STANDARD.length()) : "";
        var fits = switch (standard) {
            case "str", "int", "float", "bool", "null" -> node instanceof Node.Scalar;
            case "seq" -> node instanceof Node.Sequence;
            case "map" -> node instanceof Node.Mapping;
            default -> false;
        };
        if (!fits) {
            throw new Unreadable(mark, "The tag '%s' is none that such a file may have here.", Excerpt.of(tag.get()));
        }
        return node instanceof Node.Scalar scalar && !standard.equals("str")
                ? new Node.Scalar(mark, kind(scalar.text()), scalar.text())
                : node;
    }

    private static Mark mark(Event event) {
        return event.getStartMark().map(YamlText::mark).orElse(Mark.START);
    }

    private static Mark mark(org.snakeyaml.engine.v2.exceptions.Mark mark) {
        return new Mark(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
