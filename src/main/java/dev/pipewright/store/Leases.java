package dev.pipewright.store;

import dev.pipewright.model.ActionTypeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The hold of the workers inside on their jobs. Such a worker claims jobs without polling, for as long as a lease that
 * it renews; when it renews no more, another worker takes its jobs over. What it holds is taken back from it through
 * {@link Jobs#withdraw} or {@link Jobs#timeOut}, of which it learns here.
 */
public final class Leases {
    private final Handle handle;

    private record Claimable(long seq, Instant at) {}

    Leases(Handle handle) {
        this.handle = handle;
    }

    /**
     * Gives waiting jobs of these types, of any account and region, to a worker inside, the one that has waited longest
     * first. They are in progress at once, and the worker's until the lease ends.
     */
    public List<Job> claim(
            String worker, Collection<ActionTypeId> types, int max, Instant now, Instant leaseUntil) {
        List<Job> claimed = new ArrayList<>();
        for (long seq : claimable(types, max, now)) {
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
            claimed.add(JobRows.bySeq(handle, seq));
        }
        return claimed;
    }

    private List<Long> claimable(Collection<ActionTypeId> types, int max, Instant now) {
        return types.stream()
                .flatMap(type -> claimableOf(type, max, now).stream())
                .sorted(Comparator.comparing(Claimable::at).thenComparing(Claimable::seq))
                .limit(max)
                .map(Claimable::seq)
                .toList();
    }

    private List<Claimable> claimableOf(ActionTypeId type, int max, Instant now) {
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
     * Lets go of a job that a worker inside has handed to somebody outside, who answers it as a worker that polled it
     * would. The job stays in progress; no worker inside takes it over.
     */
    public Answer release(String id) {
        var found = handle.createQuery("""
                        SELECT j.*, p.name
                          FROM job j
                          JOIN pipeline p ON p.id = j.pipeline_id
                         WHERE j.job_id = :id""")
                .bind("id", id)
                .map((row, _) -> JobRows.job(row))
                .findOne();
        if (found.isEmpty()) {
            return new Answer.UnknownJob();
        }
        var job = found.get();
        return switch (job.status()) {
            case Created, Queued, Dispatched -> new Answer.NotAcknowledged(job);
            case InProgress -> {
                handle.createUpdate("UPDATE job SET lease_until = NULL WHERE job_id = :id")
                        .bind("id", id)
                        .execute();
                yield new Answer.Accepted(job);
            }
            // The answer was faster.
            case Succeeded, Failed -> new Answer.Repeated(job);
            case TimedOut, Withdrawn -> new Answer.Late(job);
        };
    }

    /**
     * Prolongs the leases of all jobs that a worker inside holds.
     *
     * @return the ids of the jobs that it holds still; work on any other is for nothing
     */
    public List<String> renew(String worker, Instant until) {
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
            taken.add(JobRows.bySeq(handle, seq));
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
                .map((row, _) -> JobRows.job(row))
                .list();
    }

    /** Makes it this worker's duty to carry out the abandonments that a server that died did not get to. */
    public void adoptAbandons(String worker) {
        handle.createUpdate("UPDATE job SET worker = :worker WHERE worker <> :worker AND abandon_pending = 1")
                .bind("worker", worker)
                .execute();
    }

    /** The worker has been told that nobody waits for the job. */
    public void abandonDone(String id) {
        handle.createUpdate("UPDATE job SET abandon_pending = 0 WHERE job_id = :id")
                .bind("id", id)
                .execute();
    }
}
