package dev.pipewright.wire;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The ARN of what an input is about, with members of the input in it. */
final class ArnTemplate {
    private static final Pattern MEMBER = Pattern.compile("\\{([^}]*)}");
    private static final int MOST_IN_LIST = 1_000;

    private final List<Part> parts;

    private ArnTemplate(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    private sealed interface Part {
        record Text(String text) implements Part {}

        record Member(List<String> paths, Form form) implements Part {}
    }

    private enum Form {
        /** A name. */
        NAME,
        /** A name, or the whole ARN up to here, which counts as given. */
        ARN,
        /** A name, or the whole ARN up to here, of which only the name counts. */
        NAME_OR_ARN
    }

    static ArnTemplate of(String text) {
        var parts = new ArrayList<Part>();
        var members = MEMBER.matcher(text);
        var end = 0;
        while (members.find()) {
            parts.add(new Part.Text(text.substring(end, members.start())));
            parts.add(member(members.group(1)));
            end = members.end();
        }
        parts.add(new Part.Text(text.substring(end)));
        return new ArnTemplate(parts);
    }

    private static Part member(String text) {
        var form = text.startsWith("=") ? Form.ARN : text.startsWith("-") ? Form.NAME_OR_ARN : Form.NAME;
        return new Part.Member(List.of(text.substring(form == Form.NAME ? 0 : 1).split("\\|")), form);
    }

    /**
     * The ARNs for an input: one, with a star for every member that is missing, or as many as the list has values that
     * the template goes through.
     *
     * @param service that the ARN is of unless the template says it
     * @throws Fault {@code ValidationException} when a list has more values than anybody may give
     */
    Set<String> fill(String service, ObjectNode input, Request request) {
        var member = parts.stream()
                .filter(part -> part instanceof Part.Member it && it.paths().getFirst().contains("[]"))
                .map(Part.Member.class::cast)
                .findFirst();
        if (member.isEmpty()) {
            return Set.of(fill(service, input, request, Optional.empty()));
        }
        var values = new LinkedHashSet<String>();
        collect(input, List.of(member.get().paths().getFirst().split("\\.")), values);
        var filled = new LinkedHashSet<String>();
        values.forEach(value -> filled.add(fill(service, input, request, Optional.of(value))));
        return filled;
    }

    private String fill(String service, ObjectNode input, Request request, Optional<String> ofList) {
        var arn = new StringBuilder();
        for (var part : parts) {
            switch (part) {
                case Part.Text(var text) -> arn.append(text);
                case Part.Member(var paths, var form) -> {
                    var value = ofList.or(() -> paths.stream()
                                    .flatMap(path -> text(input, path, request).stream())
                                    .findFirst())
                            .orElse("*");
                    append(arn, value, form);
                }
            }
        }
        var filled = arn.toString();
        var isWhole = filled.startsWith("arn:") || filled.equals("*") && parts.size() == 1;
        return isWhole
                ? filled
                : "arn:aws:%s:%s:%s:%s".formatted(service, request.region(), request.account(), filled);
    }

    private static void append(StringBuilder arn, String value, Form form) {
        if (!value.startsWith("arn:")) {
            arn.append(value);
            return;
        }
        switch (form) {
            case NAME -> arn.append(value);
            case ARN -> {
                arn.setLength(0);
                arn.append(value);
            }
            case NAME_OR_ARN -> {
                var before = arn.toString().split(":", 6);
                var given = value.split(":", 6);
                var isLike = before.length == 6 && given.length == 6 && given[5].startsWith(before[5]);
                arn.append(isLike ? given[5].substring(before[5].length()) : value);
            }
        }
    }

    private static Optional<String> text(ObjectNode input, String path, Request request) {
        if (path.equals("@region")) return Optional.of(request.region());
        if (path.equals("@account")) return Optional.of(request.account());
        JsonNode node = input;
        for (var name : path.split("\\.")) {
            node = node.path(name);
        }
        return Optional.of(node).filter(JsonNode::isString).map(JsonNode::stringValue);
    }

    private static void collect(JsonNode node, List<String> path, Set<String> values) {
        if (path.isEmpty()) {
            if (node.isString()) values.add(node.stringValue());
            if (values.size() > MOST_IN_LIST) {
                throw Fault.of("ValidationException", "The input names more than %d resources.", MOST_IN_LIST);
            }
            return;
        }
        var name = path.getFirst();
        var rest = path.subList(1, path.size());
        if (name.endsWith("[]")) {
            node.path(name.substring(0, name.length() - 2)).forEach(each -> collect(each, rest, values));
        } else {
            collect(node.path(name), rest, values);
        }
    }
}
