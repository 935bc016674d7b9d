package dev.pipewright.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;
import software.amazon.awssdk.utils.builder.SdkBuilder;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON of awsJson1.1, to and from the SDK's request, response and shape classes, by the fields that they declare.
 * Timestamps are epoch seconds with at most three decimals. Unknown members are passed over and null is absence. What
 * cannot be read raises {@code SerializationException}, with the member's path and what was expected there.
 */
public final class SdkJson {
    private static final int DEEPEST = 64;
    private static final double LAST_SECOND = 253_402_300_799.0; // 9999-12-31T23:59:59Z
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Map<Class<?>, Map<String, SdkField<?>>> FIELDS = new ConcurrentHashMap<>();

    private SdkJson() {}

    /**
     * Reads a request body; an empty one is the empty object.
     *
     * @throws Fault {@code SerializationException} when the body is not exactly one JSON object
     */
    public static ObjectNode parse(byte[] body) {
        try (JsonParser parser = MAPPER.createParser(body)) {
            if (parser.nextToken() == null) return NODES.objectNode();
            var tree = MAPPER.<JsonNode>readTree(parser);
            if (!(tree instanceof ObjectNode object)) {
                throw unreadable("The request body must be a JSON object, but it is " + kind(tree) + ".");
            }
            if (parser.nextToken() != null) {
                throw unreadable("The request body must be one JSON object, but something follows it.");
            }
            return object;
        } catch (JacksonException e) {
            throw unreadable(switch (e) {
                case UnexpectedEndOfInputException _ -> "The request body ends in the middle of its JSON.";
                case StreamConstraintsException _ -> "The request body's JSON is nested deeper than " + DEEPEST
                        + " levels, or has a name or a number that is too long.";
                case MismatchedInputException _ ->
                    "The request body has the same member twice in one object" + place(e);
                default -> "The request body is not valid JSON" + place(e);
            });
        }
    }

    /**
     * The object that the builder makes of the JSON.
     *
     * @param builder a builder of the SDK's, which is also an {@link SdkPojo}
     * @throws Fault {@code SerializationException} when a member has the wrong JSON type
     */
    public static <T, B extends SdkPojo & SdkBuilder<?, ? extends T>> T decode(ObjectNode json, B builder) {
        fill(builder, json, MemberPath.ROOT);
        return builder.build();
    }

    /**
     * Everything that keeps {@link #decode} from reading the JSON, of which it tells the first; empty when it would.
     *
     * @param pojo an object or a builder of the class that is meant
     */
    public static List<Violation> misfits(ObjectNode json, SdkPojo pojo) {
        var misfits = new ArrayList<Violation>();
        misfits(pojo, json, MemberPath.ROOT, misfits);
        return misfits;
    }

    private static void misfits(SdkPojo pojo, ObjectNode json, MemberPath path, List<Violation> misfits) {
        var fields = FIELDS.computeIfAbsent(pojo.getClass(), _ -> fieldsOf(pojo));
        for (var property : json.properties()) {
            var field = fields.get(property.getKey());
            if (field != null && !property.getValue().isNull()) {
                misfits(field, property.getValue(), path.member(property.getKey()), misfits);
            }
        }
    }

    private static void misfits(SdkField<?> field, JsonNode json, MemberPath path, List<Violation> misfits) {
        var type = field.marshallingType().getKnownType();
        if (type == MarshallingKnownType.SDK_POJO && json instanceof ObjectNode object) {
            misfits(field.constructor().get(), object, path, misfits);
        } else if (type == MarshallingKnownType.LIST && json instanceof ArrayNode array) {
            var element = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
            int position = 1;
            for (var each : array) misfits(element, each, path.element(position++), misfits);
        } else if (type == MarshallingKnownType.MAP && json instanceof ObjectNode object) {
            var element = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
            for (var each : object.properties()) {
                attempt(path, misfits, () -> checkCharacters(each.getKey(), path));
                misfits(element, each.getValue(), path.element(each.getKey()), misfits);
            }
        } else {
            attempt(path, misfits, () -> value(field, json, path));
        }
    }

    private static void attempt(MemberPath path, List<Violation> misfits, Runnable reading) {
        try {
            reading.run();
        } catch (Fault fault) {
            misfits.add(new Violation(path.places(), fault.getMessage(), true));
        }
    }

    /** The JSON of the object, without the members that are not set. */
    public static ObjectNode encode(SdkPojo pojo) {
        var json = NODES.objectNode();
        for (var field : pojo.sdkFields()) {
            var value = field.getValueOrDefault(pojo);
            if (value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap)) {
                json.set(field.locationName(), node(value));
            }
        }
        return json;
    }

    /** The bytes of the JSON in UTF-8. */
    public static byte[] bytes(JsonNode json) {
        return MAPPER.writeValueAsBytes(json);
    }

    private static JsonNode node(Object value) {
        return switch (value) {
            case String text -> NODES.stringNode(text);
            case Boolean flag -> NODES.booleanNode(flag);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case Float number -> NODES.numberNode(number);
            case Instant time -> seconds(time);
            case SdkBytes bytes -> NODES.stringNode(Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe()));
            case SdkPojo pojo -> encode(pojo);
            case Collection<?> list -> {
                var array = NODES.arrayNode(list.size());
                list.forEach(element -> array.add(node(element)));
                yield array;
            }
            case Map<?, ?> map -> {
                var object = NODES.objectNode();
                map.forEach((key, element) -> object.set(key.toString(), node(element)));
                yield object;
            }
            default -> throw new IllegalStateException("no JSON is known for " + value.getClass());
        };
    }

    private static JsonNode seconds(Instant time) {
        var millis = time.toEpochMilli();
        return millis % 1000 == 0 ? NODES.numberNode(millis / 1000) : NODES.numberNode(BigDecimal.valueOf(millis, 3));
    }

    private static void fill(SdkPojo builder, ObjectNode json, MemberPath path) {
        var fields = FIELDS.computeIfAbsent(builder.getClass(), _ -> fieldsOf(builder));
        for (var property : json.properties()) {
            var field = fields.get(property.getKey());
            if (field != null && !property.getValue().isNull()) {
                field.set(builder, value(field, property.getValue(), path.member(property.getKey())));
            }
        }
    }

    private static Map<String, SdkField<?>> fieldsOf(SdkPojo pojo) {
        var fields = new HashMap<String, SdkField<?>>();
        pojo.sdkFields().forEach(field -> fields.put(field.locationName(), field));
        return Map.copyOf(fields);
    }

    private static Object value(SdkField<?> field, JsonNode json, MemberPath path) {
        var type = field.marshallingType().getKnownType();
        return switch (type) {
            case STRING -> text(json, path);
            case BOOLEAN -> {
                if (!json.isBoolean()) throw expected("true or false", json, path);
                yield json.booleanValue();
            }
            case INTEGER -> {
                if (!json.isIntegralNumber() || !json.canConvertToInt()) {
                    throw expected("an integer of 32 bits", json, path);
                }
                yield json.intValue();
            }
            case LONG -> {
                if (!json.isIntegralNumber() || !json.canConvertToLong()) {
                    throw expected("an integer of 64 bits", json, path);
                }
                yield json.longValue();
            }
            case DOUBLE -> number(json, path);
            case FLOAT -> (float) number(json, path);
            case INSTANT -> {
                // A number that no double can hold is no time either.
                var seconds = json.isNumber() ? json.doubleValue(Double.NaN) : Double.NaN;
                if (!(Math.abs(seconds) <= LAST_SECOND)) throw expected("a time in seconds since 1970", json, path);
                yield Instant.ofEpochMilli(Math.round(seconds * 1000));
            }
            case SDK_BYTES -> {
                try {
                    yield SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(text(json, path)));
                } catch (IllegalArgumentException _) {
                    throw expected("bytes in Base64", json, path);
                }
            }
            case SDK_POJO -> {
                if (!(json instanceof ObjectNode object)) throw expected("an object", json, path);
                var builder = field.constructor().get();
                fill(builder, object, path);
                yield ((Buildable) builder).build();
            }
            case LIST -> list(field.getRequiredTrait(ListTrait.class).memberFieldInfo(), json, path);
            case MAP -> map(field.getRequiredTrait(MapTrait.class).valueFieldInfo(), json, path);
            case NULL, BIG_DECIMAL, SHORT, BYTE, DOCUMENT ->
                throw new IllegalStateException("member " + path + " is a " + type + ", which is not read here");
        };
    }

    private static double number(JsonNode json, MemberPath path) {
        var number = json.isNumber() ? json.doubleValue(Double.NaN) : Double.NaN;
        if (!Double.isFinite(number)) throw expected("a number", json, path);
        return number;
    }

    private static List<Object> list(SdkField<?> element, JsonNode json, MemberPath path) {
        if (!(json instanceof ArrayNode array)) throw expected("a list", json, path);
        var list = new ArrayList<Object>(array.size());
        for (var each : array) {
            list.add(value(element, each, path.element(list.size() + 1)));
        }
        return list;
    }

    private static Map<String, Object> map(SdkField<?> element, JsonNode json, MemberPath path) {
        if (!(json instanceof ObjectNode object)) throw expected("an object", json, path);
        var map = new LinkedHashMap<String, Object>();
        for (var each : object.properties()) {
            checkCharacters(each.getKey(), path);
            map.put(each.getKey(), value(element, each.getValue(), path.element(each.getKey())));
        }
        return map;
    }

    private static String text(JsonNode json, MemberPath path) {
        if (!json.isString()) throw expected("a string", json, path);
        var text = json.stringValue();
        checkCharacters(text, path);
        return text;
    }

    /** Half a surrogate pair is no character, and U+0000 is one that databases refuse. */
    static void checkCharacters(String text, MemberPath path) {
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == 0) throw unreadable(path + " must not contain the character U+0000.");
            if (Character.isSurrogate(c)) {
                var isPair = Character.isHighSurrogate(c) && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) throw unreadable(path + " must be well-formed text, but has half a surrogate pair.");
                i++;
            }
        }
    }

    private static Fault expected(String what, JsonNode found, MemberPath path) {
        return unreadable(path + " must be " + what + ", but it is " + kind(found) + ".");
    }

    private static String kind(JsonNode json) {
        return switch (json.getNodeType()) {
            case ARRAY -> "a list";
            case BINARY, POJO, STRING -> "a string";
            case BOOLEAN -> "true or false";
            case MISSING, NULL -> "null";
            case NUMBER -> json.isIntegralNumber() ? "the integer " + shortened(json.toString()) : "the number "
                    + shortened(json.toString());
            case OBJECT -> "an object";
        };
    }

    private static String shortened(String number) {
        return number.length() > 40 ? number.substring(0, 40) + "..." : number;
    }

    private static String place(JacksonException e) {
        var location = e.getLocation();
        return location == null ? "."
                : " near line " + location.getLineNr() + ", column " + location.getColumnNr() + ".";
    }

    private static Fault unreadable(String message) {
        return new Fault("SerializationException", 400, message);
    }
}
