package dev.pipewright.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request that the server answers, and variants of it that differ in one member each. A variant that is refused, or
 * answered otherwise, shows that the member is read: once the request itself has been answered.
 */
final class Trial {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Scene scene;
    private final SdkOperation operation;
    private final ObjectNode request;
    private final List<String> pending = new ArrayList<>();
    private Supplier<JsonNode> state = () -> NODES.nullNode();
    private JsonNode untouched;
    private ObjectNode answer;

    Trial(Scene scene, SdkOperation operation, ObjectNode request) {
        this.scene = scene;
        this.operation = operation;
        this.request = request;
    }

    /** The request with another value of a member, such as {@code filters.0.jsonPath}. */
    Variant with(String steps, Object value) {
        var changed = request.deepCopy();
        JsonNode holder = changed;
        var names = steps.split("\\.");
        for (int i = 0; i < names.length - 1; i++) holder = child(holder, names[i]);
        set(holder, names[names.length - 1], value);
        return new Variant(steps, changed);
    }

    private static JsonNode child(JsonNode holder, String name) {
        if (holder instanceof ArrayNode array) return array.get(Integer.parseInt(name));
        var object = (ObjectNode) holder;
        return object.has(name) ? object.get(name) : object.putObject(name);
    }

    private static void set(JsonNode holder, String name, Object value) {
        var json = switch (value) {
            case String text -> NODES.stringNode(text);
            case Integer number -> NODES.numberNode(number);
            case Boolean flag -> NODES.booleanNode(flag);
            default -> throw new AssertionError("no JSON is made of " + value);
        };
        if (holder instanceof ArrayNode array) {
            array.set(Integer.parseInt(name), json);
        } else {
            ((ObjectNode) holder).set(name, json);
        }
    }

    /** The request without a member. */
    Variant without(String steps) {
        var changed = request.deepCopy();
        JsonNode holder = changed;
        var names = steps.split("\\.");
        for (int i = 0; i < names.length - 1; i++) holder = child(holder, names[i]);
        ((ObjectNode) holder).remove(names[names.length - 1]);
        return new Variant(steps, changed);
    }

    /** The request itself is answered, which makes what the variants have shown count. */
    ObjectNode succeeds() {
        answer = scene.call(operation.name(), request);
        if (untouched != null) {
            assertThat(state.get())
                    .as("what %s of %s should change", operation.name(), request)
                    .isNotEqualTo(untouched);
        }
        pending.forEach(member -> scene.noteRead(operation.name(), member));
        pending.clear();
        return answer;
    }

    boolean isSettled() {
        return answer != null && pending.isEmpty();
    }

    @Override
    public String toString() {
        return "the trial of %s with %s".formatted(operation.name(), request);
    }

    /** One request that differs in one member. */
    final class Variant {
        private final String member;
        private final ObjectNode changed;

        private Variant(String steps, ObjectNode changed) {
            this.member = Members.path(operation.request(), steps);
            this.changed = changed;
        }

        /** Is refused in that way, by a sentence that names all that. */
        Trial isRefused(String error, String... words) {
            scene.refused(operation.name(), changed, error, words);
            return shown();
        }

        /** Is answered, and otherwise than the request itself, which must be one that changes nothing. */
        ObjectNode isAnsweredOtherwise() {
            if (answer == null) succeeds();
            var other = scene.call(operation.name(), changed);
            assertThat(other).as("%s of %s", member, operation.name()).isNotEqualTo(answer);
            scene.noteRead(operation.name(), member);
            return other;
        }

        /** Is answered and leaves a state as it is, which the request itself changes. */
        Trial changesNothing(Supplier<JsonNode> seen) {
            state = seen;
            untouched = seen.get();
            scene.call(operation.name(), changed);
            assertThat(seen.get()).as("%s of %s", member, operation.name()).isEqualTo(untouched);
            return shown();
        }

        private Trial shown() {
            if (answer == null) {
                pending.add(member);
            } else {
                scene.noteRead(operation.name(), member);
            }
            return Trial.this;
        }
    }
}
