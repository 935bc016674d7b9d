package dev.pipewright.store;

import dev.pipewright.engine.Decision;
import dev.pipewright.engine.Effect;
import dev.pipewright.engine.Traffic;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ActionTypeSettings;
import dev.pipewright.model.Artifact;
import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.ArtifactLocation;
import dev.pipewright.model.ArtifactStore;
import dev.pipewright.model.ConfigurationProperty;
import dev.pipewright.model.EnvironmentVariable;
import dev.pipewright.model.ErrorDetails;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.InputArtifact;
import dev.pipewright.model.OutputArtifact;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.Place;
import dev.pipewright.model.Revision;
import dev.pipewright.model.RunId;
import dev.pipewright.model.Stage;
import dev.pipewright.model.StageRetries;
import dev.pipewright.model.StageRun;
import dev.pipewright.model.StageStatus;
import dev.pipewright.model.Trigger;
import dev.pipewright.model.VariableDeclaration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Pipelines and executions made by hand. */
final class Samples {
    /** Finer than milliseconds, so that what is rounded on the way shows. */
    static final Instant T = Instant.parse("2026-03-01T10:00:00.123456789Z");

    static final PipelineKey KEY = key("shop");
    static final ActionTypeId S3 = new ActionTypeId(ActionCategory.Source, ActionOwner.AWS, "S3", "1");
    static final ActionTypeId CUSTOM = new ActionTypeId(ActionCategory.Build, ActionOwner.Custom, "Maker", "1");

    private Samples() {}

    static PipelineKey key(String name) {
        return new PipelineKey("111122223333", "eu-west-1", name);
    }

    /** Two stages: {@code Source/fetch} and {@code Build/make}. */
    static Pipeline definition(String name) {
        Action fetch = new Action(
                "fetch",
                S3,
                1,
                Map.of("S3Bucket", "in", "S3ObjectKey", "app.zip"),
                null,
                List.of(new OutputArtifact("app", null)),
                List.of(),
                null,
                null,
                null,
                "Src",
                null,
                null);
        Action make = new Action(
                "make",
                CUSTOM,
                null,
                Map.of("ProjectName", "shop-build"),
                null,
                List.of(new OutputArtifact("built", null)),
                List.of(new InputArtifact("app")),
                null,
                null,
                null,
                null,
                30,
                List.of(new EnvironmentVariable("A", "b", "PLAINTEXT")));
        return new Pipeline(
                name,
                "arn:aws:iam::111122223333:role/pipe",
                new ArtifactStore("S3", "bucket", null),
                null,
                List.of(
                        new Stage("Source", null, List.of(fetch), null, null, null),
                        new Stage("Build", List.of(), List.of(make), null, null, null)),
                1,
                ExecutionMode.SUPERSEDED,
                PipelineType.V2,
                List.of(new VariableDeclaration("Level", "info", null)),
                null);
    }

    static ActionType customType(String property) {
        return new ActionType(
                CUSTOM,
                ActionTypeSettings.NONE,
                List.of(new ConfigurationProperty(property, true, true, false, true, "What to build", "String")),
                new ArtifactCount(0, 1),
                new ArtifactCount(0, 1),
                ActionType.CUSTOM_TIMEOUT,
                false,
                true);
    }

    static RunId run(String executionId, String stage, String action) {
        return new RunId(executionId, stage, action, 1);
    }

    /** A new execution whose source action has begun. */
    static Execution started(Pipeline pipeline, String id, long number, Instant at) {
        ActionRun fetch = running(run(id, "Source", "fetch"), Map.of("S3Bucket", "in"), at);
        return new Execution(
                id,
                number,
                pipeline,
                "salt-" + id,
                new Trigger(Trigger.START_PIPELINE_EXECUTION, "arn:aws:iam::111122223333:user/ann"),
                at,
                at,
                ExecutionStatus.InProgress,
                null,
                null,
                1,
                Map.of("Level", "debug"),
                Map.of(),
                null,
                0,
                Place.INSIDE,
                List.of(stageRun("Source", StageStatus.InProgress, 2 * number, 1, List.of(fetch))));
    }

    static StageRun stageRun(String stage, StageStatus status, long entry, int attempt, List<ActionRun> actions) {
        return new StageRun(stage, status, entry, attempt, 1, StageRetries.NONE, List.of(), actions);
    }

    static ActionRun running(RunId run, Map<String, String> configuration, Instant at) {
        return new ActionRun(
                "run-of-" + run.executionId() + "-" + run.action() + "-" + run.attempt(),
                run,
                1,
                ActionStatus.InProgress,
                at,
                at,
                configuration,
                List.of(),
                List.of(),
                List.of(),
                List.of(new Artifact("app", new ArtifactLocation("bucket", "shop/app/" + run.executionId()))),
                Map.of(),
                List.of(),
                ExecutionDetails.NONE,
                null,
                null,
                null);
    }

    static ActionRun succeeded(ActionRun run, String revisionId, Instant at) {
        List<Revision> revisions = revisionId == null
                ? List.of()
                : List.of(new Revision("app", revisionId, "etag", "A change", at, "http://localhost/" + revisionId));
        return new ActionRun(
                run.id(),
                run.run(),
                1,
                ActionStatus.Succeeded,
                run.startedAt(),
                at,
                run.configuration(),
                run.commands(),
                run.environment(),
                run.inputs(),
                run.outputs(),
                Map.of("VersionId", "v1"),
                revisions,
                ExecutionDetails.summary("Taken"),
                null,
                null,
                null);
    }

    static ActionRun failed(ActionRun run, Instant at) {
        return new ActionRun(
                run.id(),
                run.run(),
                1,
                ActionStatus.Failed,
                run.startedAt(),
                at,
                run.configuration(),
                run.commands(),
                run.environment(),
                run.inputs(),
                run.outputs(),
                Map.of(),
                List.of(),
                ExecutionDetails.NONE,
                new ErrorDetails("JobFailed", "It broke."),
                null,
                null);
    }

    /** The source took a revision, and the build has begun. */
    static Execution building(Execution execution, String revisionId, Instant at) {
        StageRun source = stageRun(
                "Source",
                StageStatus.Succeeded,
                2 * execution.number(),
                1,
                List.of(succeeded(execution.stages().getFirst().actions().getFirst(), revisionId, at)));
        ActionRun make = running(run(execution.id(), "Build", "make"), Map.of("ProjectName", "shop-build"), at);
        StageRun build =
                stageRun("Build", StageStatus.InProgress, 2 * execution.number() + 1, 1, List.of(make));
        return with(execution, execution.status(), 1, Place.INSIDE, at, List.of(source, build));
    }

    /** The source took a revision, and the build stage is not free. */
    static Execution waiting(Execution execution, String revisionId, Instant at) {
        StageRun source = stageRun(
                "Source",
                StageStatus.Succeeded,
                2 * execution.number(),
                1,
                List.of(succeeded(execution.stages().getFirst().actions().getFirst(), revisionId, at)));
        return with(execution, execution.status(), 1, Place.WAITING, at, List.of(source));
    }

    /** The build has failed, and with it the execution. */
    static Execution failed(Execution building, Instant at) {
        StageRun build = building.stages().get(1);
        StageRun failed = build.withStatus(StageStatus.Failed)
                .withActions(List.of(failed(build.actions().getFirst(), at)));
        return with(
                building, ExecutionStatus.Failed, 1, Place.NOWHERE, at, List.of(building.stages().getFirst(), failed));
    }

    static Execution with(
            Execution execution, ExecutionStatus status, int stage, Place place, Instant at, List<StageRun> stages) {
        return new Execution(
                execution.id(),
                execution.number(),
                execution.pipeline(),
                execution.salt(),
                execution.trigger(),
                execution.startedAt(),
                at,
                status,
                execution.statusSummary(),
                execution.stopReason(),
                execution.attempt(),
                execution.variables(),
                execution.sourceRevisions(),
                execution.rollback(),
                stage,
                place,
                stages);
    }

    /** The decision that puts one execution in place of what it was, or behind the others if it is new. */
    static Decision.Advance advance(Traffic before, Execution changed, Effect... effects) {
        List<Execution> executions = new java.util.ArrayList<>(before.executions());
        executions.removeIf(execution -> execution.id().equals(changed.id()));
        if (!changed.status().ended()) {
            executions.add(changed);
        }
        executions.sort(java.util.Comparator.comparing(Execution::number));
        long lastNumber = Math.max(before.lastNumber(), changed.number());
        Map<String, String> latest = new java.util.HashMap<>(before.latest());
        long lastEntry = before.lastEntry();
        for (StageRun stage : changed.stages()) {
            String other = latest.get(stage.stage());
            if (before.execution(other).filter(it -> it.number() > changed.number()).isEmpty()) {
                latest.put(stage.stage(), changed.id());
            }
            lastEntry = Math.max(lastEntry, stage.entry());
        }
        return new Decision.Advance(
                new Traffic(
                        before.key(), before.pipeline(), lastNumber, lastEntry, before.closed(), executions, latest,
                        before.targets()),
                List.of(changed),
                List.of(effects));
    }
}
