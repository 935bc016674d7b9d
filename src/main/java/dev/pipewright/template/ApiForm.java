package dev.pipewright.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/**
 * Properties of a template's resource as members of the API: the names begin with a small letter, and a number, boolean
 * or text becomes what the member is.
 */
final class ApiForm {
    private final String type;
    private final Findings findings;

    /** @param type of the resource, for sentences */
    ApiForm(String type, Findings findings) {
        this.type = type;
        this.findings = findings;
    }

    /**
     * The members of an object of the API that some properties mean.
     *
     * @param pojo an object or a builder of the API's class
     */
    Node.Mapping members(SdkPojo pojo, Node.Mapping properties) {
        var fields = new LinkedHashMap<String, SdkField<?>>();
        pojo.sdkFields().forEach(field -> fields.put(field.locationName(), field));
        var entries = new ArrayList<Node.Entry>();
        for (var entry : properties.entries()) {
            var field = fields.getOrDefault(entry.key(), fields.get(small(entry.key())));
            if (field == null) {
                findings.problem(entry.mark(), "The property '%s' is not one that %s has here.",
                        Excerpt.of(entry.key()), type);
            } else {
                entries.add(new Node.Entry(
                        entry.mark(), field.locationName(), value(field, entry.value())));
            }
        }
        return new Node.Mapping(properties.mark(), entries);
    }

    /** The name with a small first letter. */
    private static String small(String name) {
        return name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private Node value(SdkField<?> field, Node node) {
        if (node instanceof Node.Scalar scalar) return scalar(field, scalar);
        var type = field.marshallingType().getKnownType();
        return switch (type) {
            case SDK_POJO -> node instanceof Node.Mapping mapping ? members(field.constructor().get(), mapping) : node;
            case LIST -> node instanceof Node.Sequence sequence
                    ? new Node.Sequence(sequence.mark(), sequence.elements().stream()
                            .map(each -> value(field.getRequiredTrait(ListTrait.class).memberFieldInfo(), each))
                            .toList())
                    : node;
            case MAP -> node instanceof Node.Mapping mapping
                    ? new Node.Mapping(mapping.mark(), values(field, mapping))
                    : node;
            default -> node;
        };
    }

    private List<Node.Entry> values(SdkField<?> map, Node.Mapping mapping) {
        var value = map.getRequiredTrait(MapTrait.class).valueFieldInfo();
        return mapping.entries().stream()
                .map(entry -> new Node.Entry(entry.mark(), entry.key(), value(value, entry.value())))
                .toList();
    }

    private static Node scalar(SdkField<?> field, Node.Scalar scalar) {
        if (scalar.isNull()) return scalar;
        return switch (field.marshallingType().getKnownType()) {
            case STRING -> Node.string(scalar.mark(), scalar.text());
            case INTEGER, LONG -> scalar.text().matches("[-+]?[0-9]{1,18}")
                    ? new Node.Scalar(scalar.mark(), Node.Kind.NUMBER, scalar.text())
                    : scalar;
            case BOOLEAN -> scalar.text().matches("(?i)true|false")
                    ? new Node.Scalar(scalar.mark(), Node.Kind.BOOLEAN, scalar.text())
                    : scalar;
            default -> scalar;
        };
    }
}
