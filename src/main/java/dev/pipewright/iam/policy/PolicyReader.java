package dev.pipewright.iam.policy;

import dev.pipewright.iam.policy.Condition.Quantifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the JSON of policies, strictly: what is not understood is refused, with the place where it stands. */
final class PolicyReader {
    /** As many characters as a managed policy may have, without the blanks between them. */
    private static final int MOST_CHARACTERS = 6_144;

    private static final int MOST_WITH_BLANKS = 131_072;
    private static final int LONGEST_SHOWN = 100;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final java.util.regex.Pattern ACTION =
            java.util.regex.Pattern.compile("\\*|[a-zA-Z0-9-]{1,63}:[a-zA-Z0-9*?]{1,128}");

    private final boolean variables;
    private final Set<String> sids = new HashSet<>();

    private PolicyReader(boolean variables) {
        this.variables = variables;
    }

    static Policy read(String document) {
        if (document.length() > MOST_WITH_BLANKS
                || document.chars().filter(c -> !Character.isWhitespace(c)).count() > MOST_CHARACTERS) {
            throw new MalformedPolicy(
                    "The policy has more than %,d characters, blanks not counted.", MOST_CHARACTERS);
        }
        JsonNode policy;
        try {
            policy = JSON.readTree(document);
        } catch (JacksonException e) {
            throw new MalformedPolicy("The policy is not JSON: %s.", e.getOriginalMessage().lines().findFirst()
                    .orElse("it cannot be read"));
        }
        object(policy, "The policy", Set.of("Version", "Id", "Statement"));
        var version = policy.has("Version") ? text(policy.get("Version"), "Version") : "2008-10-17";
        if (!Set.of("2012-10-17", "2008-10-17").contains(version)) {
            throw new MalformedPolicy("Version is '%s' and must be 2012-10-17 or 2008-10-17.", shown(version));
        }
        if (policy.has("Id")) text(policy.get("Id"), "Id");
        return new PolicyReader(version.equals("2012-10-17")).statements(policy.get("Statement"));
    }

    private Policy statements(JsonNode node) {
        if (node == null) throw new MalformedPolicy("The policy has no Statement.");
        if (node.isObject()) return new Policy(List.of(statement(node, "Statement")));
        if (!node.isArray() || node.isEmpty()) {
            throw new MalformedPolicy("Statement must be an object, or a list of at least one.");
        }
        var statements = new ArrayList<Statement>();
        for (var each : node) statements.add(statement(each, "Statement[%d]".formatted(statements.size())));
        return new Policy(statements);
    }

    private Statement statement(JsonNode node, String place) {
        object(node, place, Set.of(
                "Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"));
        if (node.has("Sid")) sid(text(node.get("Sid"), place + ".Sid"), place);
        if (!node.has("Effect")) throw new MalformedPolicy("%s has no Effect.", place);
        var effect = text(node.get("Effect"), place + ".Effect");
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw new MalformedPolicy("%s.Effect is '%s' and must be Allow or Deny.", place, shown(effect));
        }
        var action = either(node, place, "Action", "NotAction");
        var resource = either(node, place, "Resource", "NotResource");
        return new Statement(
                effect.equals("Allow"),
                new Statement.Actions(actions(node.get(action), place + "." + action), action.startsWith("Not")),
                new Statement.Resources(
                        resources(node.get(resource), place + "." + resource), resource.startsWith("Not")),
                node.has("Condition") ? conditions(node.get("Condition"), place + ".Condition") : List.of());
    }

    private void sid(String sid, String place) {
        if (!sid.matches("[A-Za-z0-9]{0,128}")) {
            throw new MalformedPolicy("%s.Sid is '%s' and may have letters and digits only.", place, shown(sid));
        }
        if (!sid.isEmpty() && !sids.add(sid)) {
            throw new MalformedPolicy("%s.Sid is '%s', which another statement has already.", place, shown(sid));
        }
    }

    private List<Pattern> actions(JsonNode node, String place) {
        var patterns = new ArrayList<Pattern>();
        for (var action : texts(node, place)) {
            if (!ACTION.matcher(action).matches()) {
                throw new MalformedPolicy(
                        "%s '%s' must be * or a service and an action, as in codepipeline:Get*.", place, shown(action));
            }
            patterns.add(Pattern.of(action.toLowerCase(Locale.ROOT), false));
        }
        return patterns;
    }

    private List<Pattern> resources(JsonNode node, String place) {
        var patterns = new ArrayList<Pattern>();
        for (var resource : texts(node, place)) {
            if (!resource.equals("*") && !resource.matches("(?s)arn:[^:]+:[^:]+:.*")) {
                throw new MalformedPolicy("%s '%s' must be * or an ARN.", place, shown(resource));
            }
            patterns.add(at(place, resource, () -> Pattern.of(resource, variables)));
        }
        return patterns;
    }

    private List<Condition> conditions(JsonNode node, String place) {
        if (!node.isObject()) throw new MalformedPolicy("%s must be an object of operators.", place);
        var conditions = new ArrayList<Condition>();
        node.properties().forEach(operator -> {
            var under = place + "." + shown(operator.getKey());
            if (!operator.getValue().isObject() || operator.getValue().isEmpty()) {
                throw new MalformedPolicy("%s must be an object of condition keys.", under);
            }
            operator.getValue().properties().forEach(key -> conditions.add(
                    condition(operator.getKey(), key.getKey(), key.getValue(), under)));
        });
        return conditions;
    }

    private Condition condition(String operator, String key, JsonNode node, String under) {
        var name = key.toLowerCase(Locale.ROOT);
        var place = under + "." + shown(key);
        if (!ConditionKeys.isKnown(name)) {
            throw new MalformedPolicy("%s: this server knows no condition key '%s'.", place, shown(key));
        }
        var values = texts(node, place);
        if (operator.equals("Null")) {
            return new Condition.Null(name, values.stream().map(value -> switch (value) {
                case "true" -> true;
                case "false" -> false;
                case String _ -> throw new MalformedPolicy("%s '%s' must be true or false.", place, shown(value));
            }).toList());
        }
        var quantifier = operator.startsWith("ForAllValues:") ? Quantifier.FOR_ALL_VALUES
                : operator.startsWith("ForAnyValue:") ? Quantifier.FOR_ANY_VALUE : Quantifier.NONE;
        var rest = quantifier == Quantifier.NONE ? operator : operator.substring(operator.indexOf(':') + 1);
        var ifExists = rest.endsWith("IfExists");
        var known = Operator.named(ifExists ? rest.substring(0, rest.length() - "IfExists".length()) : rest)
                .orElseThrow(() -> new MalformedPolicy("%s: there is no operator '%s'.", place, shown(operator)));
        return new Condition.Values(known, quantifier, ifExists, name, values.stream()
                .map(value -> at(place, value, () -> known.demand(value, variables)))
                .toList());
    }

    /** Tells where a value stands that cannot be read. */
    private static <T> T at(String place, String value, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (MalformedPolicy e) {
            throw new MalformedPolicy("%s '%s' %s.", place, shown(value), e.getMessage());
        }
    }

    private static String either(JsonNode node, String place, String one, String other) {
        if (node.has(one) == node.has(other)) {
            throw new MalformedPolicy("%s must have one of %s and %s.", place, one, other);
        }
        return node.has(one) ? one : other;
    }

    private static void object(JsonNode node, String place, Set<String> members) {
        if (!node.isObject()) throw new MalformedPolicy("%s must be a JSON object.", place);
        for (var name : node.propertyNames()) {
            if (!members.contains(name)) {
                throw new MalformedPolicy("%s has the member '%s', which has no meaning there.", place, shown(name));
            }
        }
    }

    private static List<String> texts(JsonNode node, String place) {
        if (!node.isArray()) return List.of(value(node, place));
        if (node.isEmpty()) throw new MalformedPolicy("%s must have at least one value.", place);
        var texts = new ArrayList<String>();
        node.forEach(each -> texts.add(value(each, place)));
        return texts;
    }

    private static String value(JsonNode node, String place) {
        return Optional.of(node)
                .filter(it -> it.isString() || it.isBoolean() || it.isNumber())
                .map(it -> it.isString() ? it.stringValue() : it.asString())
                .orElseThrow(() -> new MalformedPolicy("%s must be a text, or a list of texts.", place));
    }

    private static String text(JsonNode node, String place) {
        if (!node.isString()) throw new MalformedPolicy("%s must be a text.", place);
        return node.stringValue();
    }

    private static String shown(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
    }
}
