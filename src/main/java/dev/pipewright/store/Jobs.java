package dev.pipewright.store;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.RunId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * The jobs. What a poll looks through are only the jobs that may be taken, so it costs the same after a hundred
 * thousand jobs as after none.
 */
public final class Jobs {
    private final Handle handle;

    private record Claimable(long seq, Instant at) {}

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
                               (job_id, pipeline_id, execution_id, stage, action, attempt, account, region,
                                category, owner, provider, version, query_value, status, continuation_token,
                                created_at, available_at, claimable_at)
                        VALUES (:id, :pipeline, :execution, :stage, :action, :attempt, :account, :region,
                                :category, :owner, :provider, :version, :queryValue, :status, :continuationToken,
                                :createdAt, :availableAt, :availableAt)""")
                .bind("id", id)
                .bind("pipeline", Rows.existingPipelineId(handle, pipeline))
                .bind("execution", run.executionId())
                .bind("stage", run.stage())
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
                .execute();
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
            polled.add(bySeq(seq));
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
                .map((row, _) -> job(row))
                .findOne();
    }

    /** The job of a run that is not over. */
    public Optional<Job> live(RunId run) {
        return handle.createQuery("""
                        SELECT j.*, p.name
                          FROM job j
                          JOIN pipeline p ON p.id = j.pipeline_id
                         WHERE j.execution_id = :execution AND j.stage = :stage AND j.action = :action
                           AND j.attempt = :attempt AND j.ended_at IS NULL
                         ORDER BY j.seq DESC
                         LIMIT 1""")
                .bind("execution", run.executionId())
                .bind("stage", run.stage())
                .bind("action", run.action())
                .bind("attempt", run.attempt())
                .map((row, _) -> job(row))
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
                         WHERE execution_id = :execution AND stage = :stage AND action = :action
                           AND attempt = :attempt AND ended_at IS NULL""")
                .bind("execution", run.executionId())
                .bind("stage", run.stage())
                .bind("action", run.action())
                .bind("attempt", run.attempt())
                .bind("status", status.name())
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /**
     * Gives waiting jobs of these types, of any account and region, to a worker inside, the one that has waited longest
     * first. They are in progress at once, and the worker's until the lease ends.
     */
    public List<Job> claimBuiltIn(
            String worker, Collection<ActionTypeId> types, int max, Instant now, Instant leaseUntil) {
        List<Job> claimed = new ArrayList<>();
        for (long seq : claimableBuiltIn(types, max, now)) {
            handle.createUpdate("""
                            UPDATE job
                               SET status = 'InProgress', worker = :worker, lease_until = :leaseUntil,
                                   dispatched_at = :now, claimable_at = NULL
                             WHERE seq = :seq AND claimable_at <= :now""")
                    .bind("seq", seq)
                    .bind("worker", worker)
                    .bind("leaseUntil", leaseUntil.toEpochMilli())
                    .bind("now", now.toEpochMilli())
                    .execute();
            claimed.add(bySeq(seq));
        }
        return claimed;
    }

    private List<Long> claimableBuiltIn(Collection<ActionTypeId> types, int max, Instant now) {
        return types.stream()
                .flatMap(type -> claimableAnywhere(type, max, now).stream())
                .sorted(Comparator.comparing(Claimable::at).thenComparing(Claimable::seq))
                .limit(max)
                .map(Claimable::seq)
                .toList();
    }

    private List<Claimable> claimableAnywhere(ActionTypeId type, int max, Instant now) {
        return handle.createQuery("""
                        SELECT seq, claimable_at
                          FROM job
                         WHERE provider = :provider AND version = :version AND category = :category AND owner = :owner
                           AND claimable_at <= :now
                         ORDER BY claimable_at, seq
                         LIMIT :max""")
                .bind("provider", type.provider())
                .bind("version", type.version())
                .bind("category", type.category().name())
                .bind("owner", type.owner().name())
                .bind("now", now.toEpochMilli())
                .bind("max", max)
                .map((row, _) -> new Claimable(row.getLong("seq"), Instant.ofEpochMilli(row.getLong("claimable_at"))))
                .list();
    }

    /**
     * When the next waiting job of one of these types may be claimed, which may lie in the past; empty while none
     * waits.
     */
    public Optional<Instant> nextClaimable(Collection<ActionTypeId> types) {
        return types.stream()
                .flatMap(type -> handle.createQuery("""
                                SELECT claimable_at
                                  FROM job
                                 WHERE provider = :provider AND version = :version AND category = :category
                                   AND owner = :owner AND claimable_at IS NOT NULL
                                 ORDER BY claimable_at
                                 LIMIT 1""")
                        .bind("provider", type.provider())
                        .bind("version", type.version())
                        .bind("category", type.category().name())
                        .bind("owner", type.owner().name())
                        .mapTo(Long.class)
                        .findOne()
                        .stream())
                .min(Comparator.naturalOrder())
                .map(Instant::ofEpochMilli);
    }

    /**
     * Prolongs the leases of all jobs that a worker inside holds.
     *
     * @return the ids of the jobs that it holds still; work on any other is for nothing
     */
    public List<String> renewLease(String worker, Instant until) {
        handle.createUpdate("""
                        UPDATE job SET lease_until = :until WHERE worker = :worker AND lease_until IS NOT NULL""")
                .bind("worker", worker)
                .bind("until", until.toEpochMilli())
                .execute();
        return handle.createQuery("""
                        SELECT job_id FROM job WHERE worker = :worker AND lease_until IS NOT NULL ORDER BY seq""")
                .bind("worker", worker)
                .mapTo(String.class)
                .list();
    }

    /** Gives a worker the jobs of workers inside whose leases have ended: nobody works on them any more. */
    public List<Job> takeOverExpired(String worker, int max, Instant now, Instant leaseUntil) {
        return takeOver(
                worker,
                handle.createQuery("""
                                SELECT seq
                                  FROM job
                                 WHERE lease_until IS NOT NULL AND lease_until < :now AND worker <> :worker
                                 ORDER BY lease_until, seq
                                 LIMIT :max""")
                        .bind("worker", worker)
                        .bind("now", now.toEpochMilli())
                        .bind("max", max)
                        .mapTo(Long.class)
                        .list(),
                leaseUntil);
    }

    /**
     * Gives a worker the jobs of all other workers inside, whether or not their leases have ended. Right at the start
     * of the only server on this store: the others are from its former life.
     */
    public List<Job> takeOverForeign(String worker, Instant leaseUntil) {
        return takeOver(
                worker,
                handle.createQuery("""
                                SELECT seq
                                  FROM job
                                 WHERE lease_until IS NOT NULL AND worker <> :worker
                                 ORDER BY lease_until, seq""")
                        .bind("worker", worker)
                        .mapTo(Long.class)
                        .list(),
                leaseUntil);
    }

    private List<Job> takeOver(String worker, List<Long> seqs, Instant leaseUntil) {
        List<Job> taken = new ArrayList<>();
        for (long seq : seqs) {
            handle.createUpdate("UPDATE job SET worker = :worker, lease_until = :leaseUntil WHERE seq = :seq")
                    .bind("seq", seq)
                    .bind("worker", worker)
                    .bind("leaseUntil", leaseUntil.toEpochMilli())
                    .execute();
            taken.add(bySeq(seq));
        }
        return taken;
    }

    /** The jobs taken back while this worker inside held them, of which it is still to be told. */
    public List<Job> pendingAbandons(String worker) {
        return handle.createQuery("""
                        SELECT j.*, p.name
                          FROM job j
                          JOIN pipeline p ON p.id = j.pipeline_id
                         WHERE j.worker = :worker AND j.abandon_pending = 1
                         ORDER BY j.seq""")
                .bind("worker", worker)
                .map((row, _) -> job(row))
                .list();
    }

    /** As {@link #pendingAbandons}, of all workers but this one: what a server that died did not get to. */
    public List<Job> pendingAbandonsOfOthers(String worker) {
        return handle.createQuery("""
                        SELECT j.*, p.name
                          FROM job j
                          JOIN pipeline p ON p.id = j.pipeline_id
                         WHERE j.worker <> :worker AND j.abandon_pending = 1
                         ORDER BY j.worker, j.seq""")
                .bind("worker", worker)
                .map((row, _) -> job(row))
                .list();
    }

    /** The worker has been told that nobody waits for the job. */
    public void abandonDone(String id) {
        handle.createUpdate("UPDATE job SET abandon_pending = 0 WHERE job_id = :id")
                .bind("id", id)
                .execute();
    }

    private Job bySeq(long seq) {
        return handle.createQuery("""
                        SELECT j.*, p.name FROM job j JOIN pipeline p ON p.id = j.pipeline_id WHERE j.seq = :seq""")
                .bind("seq", seq)
                .map((row, _) -> job(row))
                .one();
    }

    private static Job job(ResultSet row) throws SQLException {
        return new Job(
                row.getString("job_id"),
                new PipelineKey(row.getString("account"), row.getString("region"), row.getString("name")),
                new RunId(
                        row.getString("execution_id"),
                        row.getString("stage"),
                        row.getString("action"),
                        row.getInt("attempt")),
                new ActionTypeId(
                        ActionCategory.valueOf(row.getString("category")),
                        ActionOwner.valueOf(row.getString("owner")),
                        row.getString("provider"),
                        row.getString("version")),
                row.getString("query_value"),
                JobStatus.valueOf(row.getString("status")),
                row.getString("nonce"),
                row.getString("continuation_token"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("available_at")),
                Rows.instant(row, "dispatched_at"),
                row.getString("worker"),
                Rows.instant(row, "lease_until"),
                Rows.instant(row, "ended_at"),
                row.getString("result"),
                row.getBoolean("abandon_pending"));
    }
}
