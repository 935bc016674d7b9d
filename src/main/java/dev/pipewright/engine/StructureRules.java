package dev.pipewright.engine;

import dev.pipewright.model.Pipeline;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Everything that a definition must obey before it becomes a pipeline. Lengths, patterns, ranges of single members and
 * the presence of required ones belong to the wire and are taken for granted here.
 */
public final class StructureRules {
    private static final List<Function<Draft, Stream<Problem>>> RULES = List.of(
            StageRules::problems,
            StoreRules::problems,
            PipelineTypeRules::problems,
            ConditionRules::problems,
            RuleRules::problems,
            ActionRules::problems,
            ConfigurationRules::problems,
            ArtifactRules::problems,
            NamespaceRules::problems,
            ReferenceRules::problems,
            TriggerRules::problems,
            NotYet::problems);

    // A caller who makes every second character a mistake is not told all of them.
    private static final int MOST_PROBLEMS = 1000;

    private StructureRules() {}

    /**
     * What the service would say to a definition; empty when it may become a pipeline.
     *
     * @param given the definition as it was sent
     * @param region the region in which the pipeline is to be
     */
    public static Optional<Problem> firstProblem(Pipeline given, ActionCatalog catalog, String region) {
        return stream(given, catalog, region).findFirst();
    }

    /**
     * All that is wrong with a definition, the most basic first, up to a thousand problems; empty when it may become a
     * pipeline.
     *
     * @param given the definition as it was sent
     * @param region the region in which the pipeline is to be
     */
    public static List<Problem> problems(Pipeline given, ActionCatalog catalog, String region) {
        return stream(given, catalog, region).limit(MOST_PROBLEMS).toList();
    }

    private static Stream<Problem> stream(Pipeline given, ActionCatalog catalog, String region) {
        var draft = Draft.of(given, catalog, region);
        return RULES.stream().flatMap(rules -> rules.apply(draft));
    }
}
