package dev.pipewright.engine;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The action types that a definition may name: those that this server runs, and those that it only knows of. The types
 * of rules are kept apart, since no action can be of them.
 */
public final class ActionCatalog {
    private final Map<ActionTypeId, ActionType> builtIn;
    private final Map<ActionTypeId, ActionType> rules;
    private final Function<ActionTypeId, Optional<ActionType>> custom;
    private final BiFunction<ActionTypeId, Map<String, String>, Optional<String>> check;

    private ActionCatalog(
            Map<ActionTypeId, ActionType> builtIn,
            Map<ActionTypeId, ActionType> rules,
            Function<ActionTypeId, Optional<ActionType>> custom,
            BiFunction<ActionTypeId, Map<String, String>, Optional<String>> check) {
        this.builtIn = builtIn;
        this.rules = rules;
        this.custom = custom;
        this.check = check;
    }

    /**
     * The catalog of a server that has a provider for each of the given types. Manual approvals need no provider and
     * are always there; every other type of the service is known and not available.
     */
    public static ActionCatalog of(Collection<ActionType> provided) {
        var types = new LinkedHashMap<ActionTypeId, ActionType>();
        types.put(ServiceTypes.MANUAL_APPROVAL.id(), ServiceTypes.MANUAL_APPROVAL);
        var rules = new LinkedHashMap<ActionTypeId, ActionType>();
        provided.forEach(type -> (isRule(type.id()) ? rules : types).put(type.id(), type));
        ServiceTypes.NOT_YET_AVAILABLE.forEach(type -> types.putIfAbsent(type.id(), type));
        return new ActionCatalog(types, rules, _ -> Optional.empty(), (_, _) -> Optional.empty());
    }

    private static boolean isRule(ActionTypeId id) {
        return id.category() == ActionCategory.Rule;
    }

    /**
     * The same catalog, with what its types say about values of a configuration.
     *
     * @param literals a sentence for the type and the properties whose values hold no variable references, where
     *     something is wrong with one
     */
    public ActionCatalog checking(BiFunction<ActionTypeId, Map<String, String>, Optional<String>> literals) {
        return new ActionCatalog(builtIn, rules, custom, literals);
    }

    /** The same catalog, with types that customers made or partners brought and that are looked up when asked for. */
    public ActionCatalog with(Function<ActionTypeId, Optional<ActionType>> customTypes) {
        return new ActionCatalog(builtIn, rules, customTypes, check);
    }

    /** The type of that identity, available or not. */
    public Optional<ActionType> find(ActionTypeId id) {
        var known = Optional.ofNullable(builtIn.get(id));
        // What this server cannot run itself, somebody may have brought.
        return known.filter(ActionType::available).or(() -> custom.apply(id)).or(() -> known);
    }

    /** The type of rules of that identity. */
    Optional<ActionType> findRule(ActionTypeId id) {
        return Optional.ofNullable(rules.get(id));
    }

    /** What is wrong with values of a configuration, as a sentence; see {@link #checking}. */
    Optional<String> trouble(ActionTypeId id, Map<String, String> literals) {
        return check.apply(id, literals);
    }

    /** The types of rules that this server runs, in the order of their identities. */
    public List<ActionType> rules() {
        return rules.values().stream()
                .sorted(Comparator.comparing(type -> type.id().toString()))
                .toList();
    }

    /** The built-in types that this server runs, in the order of their identities. */
    public List<ActionType> available() {
        var types = new ArrayList<>(builtIn.values());
        types.removeIf(type -> !type.available());
        types.sort((one, other) -> one.id().toString().compareTo(other.id().toString()));
        return List.copyOf(types);
    }
}
