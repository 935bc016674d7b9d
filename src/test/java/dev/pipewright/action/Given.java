package dev.pipewright.action;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.Artifact;
import dev.pipewright.model.ArtifactLocation;
import dev.pipewright.model.EncryptionKey;
import dev.pipewright.model.EnvironmentVariable;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.InputArtifact;
import dev.pipewright.model.Outcome;
import dev.pipewright.model.OutputArtifact;
import dev.pipewright.model.Part;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.Revision;
import dev.pipewright.model.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;

/** A request to a provider, told part by part; artifacts lie in the bucket {@code artifacts} under their own names. */
public record Given(
        ActionProvider provider,
        String id,
        Map<String, String> configuration,
        List<String> commands,
        List<EnvironmentVariable> environment,
        List<String> inputs,
        List<OutputArtifact> outputs,
        List<String> outputVariables,
        String sourceRevision,
        List<Revision> revisions,
        Instant deadline,
        Part part) {
    public static final String BUCKET = "artifacts";
    public static final Instant STARTED = Instant.parse("2026-05-06T07:08:09Z");
    public static final String ID = "0f0e0d0c-1111-2222-3333-444455556666";

    public static Given action(ActionProvider provider) {
        return new Given(
                provider, ID, Map.of(), List.of(), List.of(), List.of(), List.of(), List.of(), null, List.of(),
                STARTED.plusSeconds(3300), Part.ACTIONS);
    }

    public Given withId(String value) {
        return new Given(provider, value, configuration, commands, environment, inputs, outputs, outputVariables,
                sourceRevision, revisions, deadline, part);
    }

    public Given with(Map<String, String> value) {
        return new Given(provider, id, value, commands, environment, inputs, outputs, outputVariables,
                sourceRevision, revisions, deadline, part);
    }

    public Given running(String... value) {
        return new Given(provider, id, configuration, List.of(value), environment, inputs, outputs, outputVariables,
                sourceRevision, revisions, deadline, part);
    }

    public Given in(EnvironmentVariable... value) {
        return new Given(provider, id, configuration, commands, List.of(value), inputs, outputs, outputVariables,
                sourceRevision, revisions, deadline, part);
    }

    public Given reading(String... value) {
        return new Given(provider, id, configuration, commands, environment, List.of(value), outputs, outputVariables,
                sourceRevision, revisions, deadline, part);
    }

    public Given making(String artifact, String... files) {
        var output = new OutputArtifact(artifact, files.length == 0 ? null : List.of(files));
        return new Given(provider, id, configuration, commands, environment, inputs, List.of(output), outputVariables,
                sourceRevision, revisions, deadline, part);
    }

    public Given telling(String... value) {
        return new Given(provider, id, configuration, commands, environment, inputs, outputs, List.of(value),
                sourceRevision, revisions, deadline, part);
    }

    public Given ofRevision(String value) {
        return new Given(provider, id, configuration, commands, environment, inputs, outputs, outputVariables,
                value, revisions, deadline, part);
    }

    public Given after(Revision... value) {
        return new Given(provider, id, configuration, commands, environment, inputs, outputs, outputVariables,
                sourceRevision, List.of(value), deadline, part);
    }

    public Given until(Instant value) {
        return new Given(provider, id, configuration, commands, environment, inputs, outputs, outputVariables,
                sourceRevision, revisions, value, part);
    }

    public Given in(Part value) {
        return new Given(provider, id, configuration, commands, environment, inputs, outputs, outputVariables,
                sourceRevision, revisions, deadline, value);
    }

    public Given by(ActionProvider value) {
        return new Given(value, id, configuration, commands, environment, inputs, outputs, outputVariables,
                sourceRevision, revisions, deadline, part);
    }

    public ActionRequest request(Optional<String> token) {
        var action = new Action(
                "Act",
                provider.type().id(),
                1,
                configuration,
                commands,
                outputs,
                inputs.stream().map(InputArtifact::new).toList(),
                outputVariables,
                null,
                null,
                null,
                null,
                environment);
        var run = new ActionRun(
                id,
                new RunId("execution-1", "Stage", part, "Act", 2),
                1,
                ActionStatus.InProgress,
                STARTED,
                STARTED,
                configuration,
                commands,
                environment,
                inputs.stream().map(Given::artifact).toList(),
                outputs.stream().map(output -> artifact(output.name())).toList(),
                Map.of(),
                List.of(),
                ExecutionDetails.NONE,
                null,
                null,
                sourceRevision);
        return new ActionRequest(
                new PipelineKey("111122223333", "eu-west-1", "shop"),
                action,
                run,
                Optional.of(new EncryptionKey("alias/artifacts", "KMS")),
                "arn:aws:iam::111122223333:role/pipeline",
                token,
                deadline,
                revisions);
    }

    private static Artifact artifact(String name) {
        return new Artifact(name, new ArtifactLocation(BUCKET, name));
    }

    /** What the provider answers at first. */
    public Progress advance() throws InterruptedException {
        return provider.advance(request(Optional.empty()));
    }

    /** How it ends, however often the provider wants to be asked. */
    public Outcome outcome() throws InterruptedException {
        var progress = advance();
        while (progress instanceof Progress.Working working) {
            progress = provider.advance(request(Optional.of(working.continuationToken())));
        }
        return ((Progress.Done) progress).outcome();
    }

    /** How it ends well. */
    public Outcome.Succeeded success() throws InterruptedException {
        var outcome = outcome();
        Assertions.assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return (Outcome.Succeeded) outcome;
    }

    /** How it ends badly. */
    public Outcome.Failed failure() throws InterruptedException {
        var outcome = outcome();
        Assertions.assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return (Outcome.Failed) outcome;
    }
}
