package dev.pipewright.conformance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The SDK's shapes by the fields that they declare. A path such as {@code stages[].actions[].configuration{}} names a
 * value that is no structure, list or map itself.
 */
final class Members {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Members() {}

    /** The paths of all values that the shape may hold, in the model's order. */
    static Set<String> below(SdkPojo shape) {
        var paths = new LinkedHashSet<String>();
        shape.sdkFields().forEach(field -> below(field, field.locationName(), paths));
        return paths;
    }

    private static void below(SdkField<?> field, String path, Set<String> paths) {
        switch (field.marshallingType().getKnownType()) {
            case SDK_POJO -> field.constructor().get().sdkFields().forEach(
                    member -> below(member, path + "." + member.locationName(), paths));
            case LIST -> below(element(field), path + "[]", paths);
            case MAP -> below(value(field), path + "{}", paths);
            default -> paths.add(path);
        }
    }

    private static SdkField<?> element(SdkField<?> list) {
        return list.getRequiredTrait(ListTrait.class).memberFieldInfo();
    }

    private static SdkField<?> value(SdkField<?> map) {
        return map.getRequiredTrait(MapTrait.class).valueFieldInfo();
    }

    /** The values that are there, by path. */
    static Map<String, List<Object>> in(SdkPojo shape) {
        var found = new LinkedHashMap<String, List<Object>>();
        shape.sdkFields().forEach(field -> in(field, field.getValueOrDefault(shape), field.locationName(), found));
        return found;
    }

    private static void in(SdkField<?> field, Object value, String path, Map<String, List<Object>> found) {
        switch (value) {
            case null -> {}
            case SdkPojo shape -> shape.sdkFields().forEach(member ->
                    in(member, member.getValueOrDefault(shape), path + "." + member.locationName(), found));
            case List<?> list -> list.forEach(each -> in(element(field), each, path + "[]", found));
            case Map<?, ?> map -> map.values().forEach(each -> in(value(field), each, path + "{}", found));
            default -> found.computeIfAbsent(path, _ -> new ArrayList<>()).add(value);
        }
    }

    /** The path of the model that a path into JSON means, such as {@code stages.0.name}. */
    static String path(SdkPojo shape, String steps) {
        var path = new StringBuilder();
        List<SdkField<?>> fields = shape.sdkFields();
        SdkField<?> field = null;
        for (var step : steps.split("\\.")) {
            var kind = field == null ? "" : field.marshallingType().getKnownType().name();
            switch (kind) {
                case "LIST" -> {
                    field = element(field);
                    path.append("[]");
                }
                case "MAP" -> {
                    field = value(field);
                    path.append("{}");
                }
                default -> {
                    field = fields.stream()
                            .filter(each -> each.locationName().equals(step))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("no member " + step + " of " + steps));
                    path.append(path.isEmpty() ? "" : ".").append(step);
                }
            }
            if (field.marshallingType().getKnownType().name().equals("SDK_POJO")) {
                fields = field.constructor().get().sdkFields();
            }
        }
        return path.toString();
    }

    /** Sets the members of a builder that JSON gives, and builds. Every member must be one that the model has. */
    static Object read(SdkPojo builder, ObjectNode json) {
        for (var property : json.properties()) {
            var field = builder.sdkFields().stream()
                    .filter(each -> each.locationName().equals(property.getKey()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("the model has no member " + property.getKey()));
            field.set(builder, value(field, property.getValue()));
        }
        return ((Buildable) builder).build();
    }

    private static Object value(SdkField<?> field, JsonNode json) {
        return switch (field.marshallingType().getKnownType()) {
            case STRING -> json.stringValue();
            case BOOLEAN -> json.booleanValue();
            case INTEGER -> json.intValue();
            case INSTANT -> Instant.ofEpochMilli(Math.round(json.doubleValue() * 1000));
            case SDK_POJO -> read(field.constructor().get(), (ObjectNode) json);
            case LIST -> {
                var list = new ArrayList<Object>();
                json.forEach(each -> list.add(value(element(field), each)));
                yield list;
            }
            case MAP -> {
                var map = new LinkedHashMap<String, Object>();
                json.properties().forEach(each -> map.put(each.getKey(), value(value(field), each.getValue())));
                yield map;
            }
            default -> throw new AssertionError("no value of " + field.locationName() + " is read here");
        };
    }

    /** The shape as JSON, times in seconds, without what is not there. */
    static ObjectNode json(SdkPojo shape) {
        var json = NODES.objectNode();
        for (var field : shape.sdkFields()) {
            var value = field.getValueOrDefault(shape);
            if (value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap)) {
                json.set(field.locationName(), node(value));
            }
        }
        return json;
    }

    private static JsonNode node(Object value) {
        return switch (value) {
            case String text -> NODES.stringNode(text);
            case Boolean flag -> NODES.booleanNode(flag);
            case Integer number -> NODES.numberNode(number);
            case Instant time -> NODES.numberNode(time.toEpochMilli() / 1000.0);
            case SdkPojo shape -> json(shape);
            case List<?> list -> {
                var array = NODES.arrayNode();
                list.forEach(each -> array.add(node(each)));
                yield array;
            }
            case Map<?, ?> map -> {
                var object = NODES.objectNode();
                map.forEach((key, each) -> object.set(key.toString(), node(each)));
                yield object;
            }
            default -> throw new AssertionError("no JSON of " + value.getClass());
        };
    }
}
