package dev.pipewright.template;

import dev.pipewright.api.Rehearsal;
import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.engine.Problem;
import dev.pipewright.model.Pipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;

/** Reads files and finds out what the server would say to what they declare. */
public final class Inspector {
    /** The account of everything on a server. */
    static final String ACCOUNT = "000000000000";

    private final ActionCatalog catalog;
    private final Function<Pipeline, List<Problem>> grounds;

    /**
     * @param catalog the types that the server has
     * @param grounds what is wrong with the names of what a pipeline stands on
     */
    public Inspector(ActionCatalog catalog, Function<Pipeline, List<Problem>> grounds) {
        this.catalog = catalog;
        this.grounds = grounds;
    }

    /** What one file holds. */
    record Reading(Path file, Findings findings, List<Declared> declared, Set<String> parameters) {}

    /**
     * Reads and judges files together: what one makes, another may use.
     *
     * @param region in which everything would be made
     * @param server asked for its custom action types, and for the pipelines that webhooks are for; empty to ask nobody
     */
    public Inspection inspect(List<Path> files, Given given, String region, Optional<CodePipelineClient> server) {
        var hidden = new Hidden();
        var readings = files.stream().map(file -> read(file, given, region, hidden)).toList();
        var rehearsal = new Rehearsal(catalog, grounds, region);
        var live = server.map(Live::new);
        live.ifPresent(it -> it.customTypes().forEach(rehearsal::learnType));
        for (var reading : readings) {
            for (var each : reading.declared()) {
                if (each instanceof Declared.OfActionType type) rehearsal.learnType(Node.object(type.input()));
            }
        }
        new Judgement(readings, rehearsal, live, hidden).pass();
        var parameters = new HashSet<String>();
        readings.forEach(reading -> parameters.addAll(reading.parameters()));
        var unknown = readings.stream().allMatch(reading -> reading.declared().isEmpty())
                ? Set.<String>of()
                : given.unknown(parameters);
        return new Inspection(readings, rehearsal, live, hidden, unknown);
    }

    private static Reading read(Path file, Given given, String region, Hidden hidden) {
        var findings = new Findings(file.toString(), hidden);
        var declared = new ArrayList<Declared>();
        Set<String> parameters = Set.of();
        try {
            if (!(Document.read(file, findings) instanceof Node.Mapping root)) {
                throw new Unreadable(Mark.START, "The file is not an object.");
            }
            if (Template.is(root)) {
                var stack = given.stackName() == null ? stackName(file) : given.stackName();
                var template =
                        new Template(root, new KnownResources(stack, region, ACCOUNT), given, hidden, findings);
                declared.addAll(template.declared());
                parameters = template.parameters();
            } else {
                declared.add(CommandInput.read(root, findings).orElseThrow(() -> new Unreadable(
                        root.mark(), "The file is neither a CloudFormation template nor an input of the AWS CLI for"
                                + " create-pipeline, create-custom-action-type or put-webhook.")));
            }
        } catch (Unreadable unreadable) {
            findings.problem(unreadable.mark(), "%s", unreadable.getMessage());
        }
        return new Reading(file, findings, declared, parameters);
    }

    /** The file's name up to its first dot, as far as it can be a name. */
    private static String stackName(Path file) {
        var name = String.valueOf(file.getFileName()).replaceFirst("\\..*", "").replaceAll("[^A-Za-z0-9-]", "-");
        return name.isEmpty() ? "stack" : name.substring(0, Math.min(name.length(), 60));
    }
}
