package dev.pipewright.action;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.Artifact;
import dev.pipewright.model.EncryptionKey;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a provider is told of the run it is to do.
 *
 * @param action the action as the pipeline's definition has it
 * @param run the run, with variables resolved, inputs found and places chosen for the outputs
 * @param encryptionKey the artifact store's key, where it has one
 * @param roleArn the role of the action or else of the pipeline; providers that talk to AWS pass it on
 * @param continuationToken what the provider answered last time; empty the first time
 * @param deadline when the run's time is up
 * @param revisions what the execution's source actions took
 * @param jobId what somebody outside names who answers for the provider; see {@link Progress.HandedOver}
 */
public record ActionRequest(
        PipelineKey pipeline,
        Action action,
        ActionRun run,
        Optional<EncryptionKey> encryptionKey,
        String roleArn,
        Optional<String> continuationToken,
        Instant deadline,
        List<Revision> revisions,
        String jobId) {

    /** A request that nobody outside answers. */
    public ActionRequest(
            PipelineKey pipeline,
            Action action,
            ActionRun run,
            Optional<EncryptionKey> encryptionKey,
            String roleArn,
            Optional<String> continuationToken,
            Instant deadline,
            List<Revision> revisions) {
        this(pipeline, action, run, encryptionKey, roleArn, continuationToken, deadline, revisions, run.id());
    }

    /** A request that says nothing of revisions. */
    public ActionRequest(
            PipelineKey pipeline,
            Action action,
            ActionRun run,
            Optional<EncryptionKey> encryptionKey,
            String roleArn,
            Optional<String> continuationToken,
            Instant deadline) {
        this(pipeline, action, run, encryptionKey, roleArn, continuationToken, deadline, List.of());
    }

    /** What an artifact is a copy of, where it comes straight from a source action. */
    public Optional<Revision> revisionOf(Artifact artifact) {
        return revisions.stream()
                .filter(revision -> artifact.name().equals(revision.artifact()))
                .findFirst();
    }

    /** The resolved value of a configuration property that validation has made sure is there. */
    public String setting(String name) {
        return optionalSetting(name)
                .orElseThrow(() -> new IllegalStateException("no configuration property " + name + " in " + run.run()));
    }

    /** The resolved value of a configuration property, if the action gives one. */
    public Optional<String> optionalSetting(String name) {
        return Optional.ofNullable(run.configuration().get(name));
    }

    /** The one artifact that the action makes. */
    public Artifact onlyOutput() {
        return run.outputs().getFirst();
    }

    /** The first artifact that the action reads. */
    public Artifact firstInput() {
        return run.inputs().getFirst();
    }
}
