package dev.pipewright.runtime;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ArtifactStore;
import dev.pipewright.model.EncryptionKey;
import dev.pipewright.model.Execution;
import dev.pipewright.model.Revision;
import dev.pipewright.store.Job;
import dev.pipewright.store.Tables;
import java.util.List;
import java.util.Optional;

/** One job with everything that whoever works on it needs to know. */
public record WorkOrder(Job job, Execution execution, Action action, ActionRun run) {

    /** The order for a job; empty when its pipeline has been deleted meanwhile. */
    static Optional<WorkOrder> of(Tables tables, Job job) {
        return tables.executions()
                .find(job.pipeline(), job.run().executionId())
                .flatMap(execution -> of(execution, job));
    }

    private static Optional<WorkOrder> of(Execution execution, Job job) {
        return execution.find(job.run()).flatMap(run -> execution
                .pipeline()
                .action(job.run().stage(), job.run().action())
                .map(action -> new WorkOrder(job, execution, action, run)));
    }

    /** The artifact store that the action works with. */
    public ArtifactStore artifactStore() {
        return execution.pipeline().storeFor(job.pipeline().region());
    }

    /** The key of the artifact store, where it has one. */
    public Optional<EncryptionKey> encryptionKey() {
        return Optional.ofNullable(artifactStore().encryptionKey());
    }

    /** What the execution's source actions took. */
    List<Revision> sourceRevisions() {
        return execution.stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .flatMap(run -> run.revisions().stream())
                .toList();
    }

    /** The action's role, or else the pipeline's. */
    public String roleArn() {
        return action.roleArn() != null ? action.roleArn() : execution.pipeline().roleArn();
    }
}
