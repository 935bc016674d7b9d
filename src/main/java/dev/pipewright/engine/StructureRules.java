package dev.pipewright.engine;

import dev.pipewright.model.Pipeline;
import java.util.List;
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
            ActionRules::problems,
            ConfigurationRules::problems,
            ArtifactRules::problems,
            NamespaceRules::problems,
            ReferenceRules::problems,
            NotYet::problems);

    private StructureRules() {}

    /**
     * What is wrong with a definition, the most basic first; empty when it may become a pipeline.
     *
     * @param given the definition as it was sent
     * @param region the region in which the pipeline is to be
     */
    public static List<Problem> problems(Pipeline given, ActionCatalog catalog, String region) {
        var draft = Draft.of(given, catalog, region);
        return RULES.stream().flatMap(rules -> rules.apply(draft)).toList();
    }
}
