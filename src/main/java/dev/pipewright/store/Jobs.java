package dev.pipewright.store;

import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * The jobs, as what orders them and the workers that poll see them; workers inside take theirs through {@link Leases}.
 * What a poll looks through are only the jobs that may be taken, so it costs the same after a hundred thousand jobs as
 * after none.
 */
public final class Jobs {
    private final Handle handle;

    Jobs(Handle handle) {
        this.handle = handle;
    }

    /**
     * Puts a job on offer.
     *
     * @param queryValue see {@link Job#queryValue}
     * @param createdAt from when on it is on offer, too
     */
    public void insert(
            String id,
            PipelineKey pipeline,
            RunId run,
            ActionTypeId actionTypeId,
            Optional<String> queryValue,
            Instant createdAt) {
        insert(id, pipeline, run, actionTypeId, queryValue.orElse(null), null, createdAt, createdAt);
    }

    private void insert(
            String id,
            PipelineKey pipeline,
            RunId run,
            ActionTypeId actionTypeId,
            String queryValue,
            String continuationToken,
            Instant createdAt,
            Instant availableAt) {
        JobStatus status = availableAt.isAfter(createdAt) ? JobStatus.Created : JobStatus.Queued;
        handle.createUpdate("""
                        INSERT INTO job
                               (job_id, pipeline_id, execution_id, stage, part, action, attempt, account, region,
                                category, owner, provider, version, query_value, status, continuation_token,
                                created_at, available_at, claimable_at, due_at)
                        VALUES (:id, :pipeline, :execution, :stage, :part, :action, :attempt, :account, :region,
                                :category, :owner, :provider, :version, :queryValue, :status, :continuationToken,
                                :createdAt, :availableAt, :availableAt, :dueAt)""")
                .bind("id", id)
                .bind("pipeline", Rows.existingPipelineId(handle, pipeline))
                .bind("execution", run.executionId())
                .bind("stage", run.stage())
                .bind("part", run.part().name())
                .bind("action", run.action())
                .bind("attempt", run.attempt())
                .bind("account", pipeline.account())
                .bind("region", pipeline.region())
                .bind("category", actionTypeId.category().name())
                .bind("owner", actionTypeId.owner().name())
                .bind("provider", actionTypeId.provider())
                .bind("version", actionTypeId.version())
                .bind("queryValue", queryValue)
                .bind("status", status.name())
                .bind("continuationToken", continuationToken)
                .bind("createdAt", createdAt.toEpochMilli())
                .bind("availableAt", availableAt.toEpochMilli())
                .bind("dueAt", timeout(actionTypeId).map(availableAt::plus).map(Instant::toEpochMilli).orElse(null))
                .execute();
    }

    /** How long a job of the type may take, where the type says so. */
    private Optional<Duration> timeout(ActionTypeId type) {
        return new IntegrationTypes(handle)
                .findAlsoRemoved(type)
                .map(found -> found.declaration().executor().jobTimeout())
                .map(Duration::ofSeconds);
    }

    /**
     * A job that was not answered in time.
     *
     * @param allowed how long it had
     */
    public record Overdue(Job job, Duration allowed) {}

    /** The jobs whose action types give them less time than they took, the longest overdue first. */
    public List<Overdue> overdue(Instant now, int limit) {
        return handle.createQuery("""
                        SELECT j.*, p.name
                          FROM job j
                          JOIN pipeline p ON p.id = j.pipeline_id
                         WHERE j.due_at <= :now AND j.due_at IS NOT NULL AND j.ended_at IS NULL
                         ORDER BY j.due_at
                         LIMIT :limit""")
                .bind("now", now.toEpochMilli())
                .bind("limit", limit)
                .map((row, _) -> {
                    var job = JobRows.job(row);
                    var due = Instant.ofEpochMilli(row.getLong("due_at"));
                    return new Overdue(job, Duration.between(job.availableAt(), due));
                })
                .list();
    }

    /** The accounts with jobs of a type that may be taken in a region, the one that has waited longest first. */
    public List<String> accountsThatWait(String region, ActionTypeId type, Instant now) {
        return handle.createQuery("""
                        SELECT account, MIN(claimable_at) AS since
                          FROM job
                         WHERE provider = :provider AND version = :version AND category = :category AND owner = :owner
                           AND region = :region AND claimable_at <= :now
                         GROUP BY account
                         ORDER BY since, account""")
                .bind("provider", type.provider())
                .bind("version", type.version())
                .bind("category", type.category().name())
                .bind("owner", type.owner().name())
                .bind("region", region)
                .bind("now", now.toEpochMilli())
                .map((row, _) -> row.getString("account"))
                .list();
    }

    /**
     * Hands waiting jobs of a type to a worker that polls, the one that has waited longest first, each with a nonce of
     * its own. A job that is not acknowledged within {@code visibility} is on offer again, and will get another nonce.
     *
     * @param queryValue only jobs with this value of the queryable property; empty for all
     * @return the jobs as they are after, at most {@code max}
     */
    public List<Job> poll(
            String account,
            String region,
            ActionTypeId type,
            Optional<String> queryValue,
            int max,
            Instant now,
            Supplier<String> nonces,
            Duration visibility) {
        List<Job> polled = new ArrayList<>();
        for (long seq : claimable(account, region, type, queryValue, max, now)) {
            dispatch(seq, nonces.get(), now, now.plus(visibility));
            polled.add(JobRows.bySeq(handle, seq));
        }
        return polled;
    }

    /**
     * Whether a poll would find a job. Reads only, so that polls that find nothing need not wait for the writer.
     */
    public boolean anyClaimable(
            String account, String region, ActionTypeId type, Optional<String> queryValue, Instant now) {
        return !claimable(account, region, type, queryValue, 1, now).isEmpty();
    }

    private List<Long> claimable(
            String account, String region, ActionTypeId type, Optional<String> queryValue, int max, Instant now) {
        if (queryValue.isPresent()) {
            return handle.createQuery("""
                            SELECT seq
                              FROM job
                             WHERE account = :account AND region = :region AND provider = :provider
                               AND version = :version AND category = :category AND owner = :owner
                               AND query_value = :queryValue AND claimable_at <= :now
                             ORDER BY claimable_at, seq
                             LIMIT :max""")
                    .bind("account", account)
                    .bind("region", region)
                    .bind("provider", type.provider())
                    .bind("version", type.version())
                    .bind("category", type.category().name())
                    .bind("owner", type.owner().name())
                    .bind("queryValue", queryValue.get())
                    .bind("now", now.toEpochMilli())
                    .bind("max", max)
                    .mapTo(Long.class)
                    .list();
        }
        return handle.createQuery("""
                        SELECT seq
                          FROM job
                         WHERE account = :account AND region = :region AND provider = :provider
                           AND version = :version AND category = :category AND owner = :owner
                           AND claimable_at <= :now
                         ORDER BY claimable_at, seq
                         LIMIT :max""")
                .bind("account", account)
                .bind("region", region)
                .bind("provider", type.provider())
                .bind("version", type.version())
                .bind("category", type.category().name())
                .bind("owner", type.owner().name())
                .bind("now", now.toEpochMilli())
                .bind("max", max)
                .mapTo(Long.class)
                .list();
    }

    private void dispatch(long seq, String nonce, Instant now, Instant visibleAgain) {
        handle.createUpdate("""
                        UPDATE job
                           SET status = 'Dispatched', nonce = :nonce, dispatched_at = :now, claimable_at = :again
                         WHERE seq = :seq AND claimable_at <= :now""")
                .bind("seq", seq)
                .bind("nonce", nonce)
                .bind("now", now.toEpochMilli())
                .bind("again", visibleAgain.toEpochMilli())
                .execute();
    }

    /**
     * A worker that polled a job takes it. Right also after the time to acknowledge, as long as the job was not handed
     * to another.
     */
    public Acknowledgement acknowledge(String id, String nonce, Instant now) {
        Optional<Job> found = find(id);
        if (found.isEmpty()) {
            return new Acknowledgement.UnknownJob();
        }
        Job job = found.get();
        if (!nonce.equals(job.nonce())) {
            return new Acknowledgement.InvalidNonce();
        }
        return switch (job.status()) {
            case Created, Queued -> new Acknowledgement.InvalidNonce();
            case Dispatched -> {
                handle.createUpdate("""
                                UPDATE job
                                   SET status = 'InProgress', claimable_at = NULL
                                 WHERE job_id = :id AND status = 'Dispatched'""")
                        .bind("id", id)
                        .execute();
                yield new Acknowledgement.Acknowledged(find(id).orElseThrow());
            }
            case InProgress -> new Acknowledgement.Acknowledged(job);
            case Succeeded, Failed, TimedOut, Withdrawn -> new Acknowledgement.Over(job);
        };
    }

    /** The job of that id. */
    public Optional<Job> find(String id) {
        return handle.createQuery("""
                        SELECT j.*, p.name
                          FROM job j
                          JOIN pipeline p ON p.id = j.pipeline_id
                         WHERE j.job_id = :id""")
                .bind("id", id)
                .map((row, _) -> JobRows.job(row))
                .findOne();
    }

    /** The job of a run that is not over. */
    public Optional<Job> live(RunId run) {
        return handle.createQuery("""
                        SELECT j.*, p.name
                          FROM job j
                          JOIN pipeline p ON p.id = j.pipeline_id
                         WHERE j.execution_id = :execution AND j.stage = :stage AND j.part = :part
                           AND j.action = :action AND j.attempt = :attempt AND j.ended_at IS NULL
                         ORDER BY j.seq DESC
                         LIMIT 1""")
                .bind("execution", run.executionId())
                .bind("stage", run.stage())
                .bind("part", run.part().name())
                .bind("action", run.action())
                .bind("attempt", run.attempt())
                .map((row, _) -> JobRows.job(row))
                .findOne();
    }

    /**
     * Ends an acknowledged job with what its worker answered.
     *
     * @param status {@code Succeeded} or {@code Failed}
     * @param result the answer as a text that is the same for the same answer, so that a repetition is known
     */
    public Answer finish(String id, JobStatus status, String result, Instant now) {
        if (status != JobStatus.Succeeded && status != JobStatus.Failed) {
            throw new IllegalArgumentException("a worker answers Succeeded or Failed, not " + status);
        }
        Optional<Job> found = find(id);
        if (found.isEmpty()) {
            return new Answer.UnknownJob();
        }
        Job job = found.get();
        return switch (job.status()) {
            case Created, Queued, Dispatched -> new Answer.NotAcknowledged(job);
            case InProgress -> {
                end(id, status, result, now);
                yield new Answer.Accepted(find(id).orElseThrow());
            }
            case Succeeded, Failed -> job.status() == status && result.equals(job.result())
                    ? new Answer.Repeated(job)
                    : new Answer.Contradicted(job);
            case TimedOut, Withdrawn -> new Answer.Late(job);
        };
    }

    /**
     * Ends an acknowledged job as succeeded and, if the answer is accepted, makes a new job of the same run that
     * carries a continuation token on.
     *
     * @param result as of {@link #finish}; it has to tell the token, too
     * @param availableAt from when on the new job is on offer
     */
    public Answer continueWith(
            String id, String result, String newId, String continuationToken, Instant now, Instant availableAt) {
        Answer answer = finish(id, JobStatus.Succeeded, result, now);
        if (answer instanceof Answer.Accepted(Job job)) {
            insert(
                    newId,
                    job.pipeline(),
                    job.run(),
                    job.actionTypeId(),
                    job.queryValue(),
                    continuationToken,
                    now,
                    availableAt);
        }
        return answer;
    }

    private void end(String id, JobStatus status, String result, Instant now) {
        handle.createUpdate("""
                        UPDATE job
                           SET status = :status, result = :result, ended_at = :now, claimable_at = NULL,
                               lease_until = NULL
                         WHERE job_id = :id AND ended_at IS NULL""")
                .bind("id", id)
                .bind("status", status.name())
                .bind("result", result)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /** Takes the run's job back, whoever has it. A worker inside that holds it is to be told. */
    public void withdraw(RunId run, Instant now) {
        endWithoutAnswer(run, JobStatus.Withdrawn, now);
    }

    /** Ends the run's job because its time is up, whoever has it. A worker inside that holds it is to be told. */
    public void timeOut(RunId run, Instant now) {
        endWithoutAnswer(run, JobStatus.TimedOut, now);
    }

    private void endWithoutAnswer(RunId run, JobStatus status, Instant now) {
        handle.createUpdate("""
                        UPDATE job
                           SET status = :status, ended_at = :now, claimable_at = NULL, lease_until = NULL,
                               abandon_pending = lease_until IS NOT NULL
                         WHERE execution_id = :execution AND stage = :stage AND part = :part
                           AND action = :action AND attempt = :attempt AND ended_at IS NULL""")
                .bind("execution", run.executionId())
                .bind("stage", run.stage())
                .bind("part", run.part().name())
                .bind("action", run.action())
                .bind("attempt", run.attempt())
                .bind("status", status.name())
                .bind("now", now.toEpochMilli())
                .execute();
    }
}
