package dev.pipewright.runtime;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ArtifactStore;
import dev.pipewright.model.EncryptionKey;
import dev.pipewright.model.Execution;
import dev.pipewright.model.Revision;
import dev.pipewright.model.SourceRevision;
import dev.pipewright.store.Job;
import dev.pipewright.store.Tables;
import dev.pipewright.store.UnreadableRow;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job with everything that whoever works on it needs to know. */
public record WorkOrder(Job job, Execution execution, Action action, ActionRun run) {
    private static final Logger LOG = LoggerFactory.getLogger(WorkOrder.class);

    /** The order for a job; empty when its pipeline has been deleted meanwhile. */
    static Optional<WorkOrder> of(Tables tables, Job job) {
        return tables.executions()
                .find(job.pipeline(), job.run().executionId())
                .flatMap(execution -> of(execution, job));
    }

    /** The orders for those of the jobs that can be worked on; one that is damaged is logged and holds up no other. */
    static List<WorkOrder> of(Tables tables, List<Job> jobs) {
        return jobs.stream().flatMap(job -> readable(tables, job).stream()).toList();
    }

    private static Optional<WorkOrder> readable(Tables tables, Job job) {
        try {
            return of(tables, job);
        } catch (UnreadableRow e) {
            LOG.error("The job {} of {} cannot be worked on", job.id(), job.run(), e);
            return Optional.empty();
        }
    }

    private static Optional<WorkOrder> of(Execution execution, Job job) {
        return execution.find(job.run()).flatMap(run -> execution
                .pipeline()
                .action(job.run())
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
        var returnedTo = execution.rollback() == null
                ? Stream.<Revision>of()
                : execution.rollback().sourceRevisions().stream().map(SourceRevision::revision);
        var taken = execution.stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .flatMap(run -> run.revisions().stream());
        return Stream.concat(returnedTo, taken).toList();
    }

    /** The action's role, or else the pipeline's. */
    public String roleArn() {
        return action.roleArn() != null ? action.roleArn() : execution.pipeline().roleArn();
    }
}
