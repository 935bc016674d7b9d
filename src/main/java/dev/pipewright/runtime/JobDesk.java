package dev.pipewright.runtime;

import dev.pipewright.engine.Event;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.Artifact;
import dev.pipewright.model.IntegrationType;
import dev.pipewright.model.Outcome;
import dev.pipewright.model.Partner;
import dev.pipewright.model.Revision;
import dev.pipewright.runtime.WorkerResult.CurrentRevision;
import dev.pipewright.runtime.WorkerResult.Failure;
import dev.pipewright.runtime.WorkerResult.Success;
import dev.pipewright.store.Acknowledgement;
import dev.pipewright.store.Answer;
import dev.pipewright.store.Database;
import dev.pipewright.store.Job;
import dev.pipewright.store.JobStatus;
import dev.pipewright.store.Tx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Where job workers outside get their jobs, take them, and answer them.
 *
 * <p>A job's result and what the engine makes of it are committed together: an answer that was accepted is never lost
 * and never counted twice.
 */
public final class JobDesk {
    /** How long a worker has to acknowledge a job before another may have it. */
    private static final Duration TIME_TO_ACKNOWLEDGE = Duration.ofSeconds(60);

    private final Database database;
    private final InstantSource clock;
    private final Supplier<String> ids;

    /** @param ids lower-case UUIDs that nobody can guess: job ids and nonces */
    public JobDesk(Database database, InstantSource clock, Supplier<String> ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    /** Hands out waiting jobs of a type, at most so many. */
    public List<WorkOrder> poll(
            String account, String region, ActionTypeId type, Optional<String> queryValue, int most) {
        var waiting = database.read(
                tables -> tables.jobs().anyClaimable(account, region, type, queryValue, clock.instant()));
        if (!waiting) {
            return List.of();
        }
        return database.writer().commit(tx -> {
            var now = clock.instant();
            var jobs = tx.jobs().poll(account, region, type, queryValue, most, now, ids, TIME_TO_ACKNOWLEDGE);
            return WorkOrder.of(tx, jobs);
        });
    }

    /** Hands out waiting jobs of a type that a partner brought, of all accounts that may use it, at most so many. */
    public List<WorkOrder> poll(IntegrationType type, String region, Optional<String> queryValue, int most) {
        var orders = new ArrayList<WorkOrder>();
        List<String> accounts =
                database.read(tables -> tables.jobs().accountsThatWait(region, type.id(), clock.instant()));
        for (var account : accounts) {
            if (type.mayUse(account) && orders.size() < most) {
                orders.addAll(poll(account, region, type.id(), queryValue, most - orders.size()));
            }
        }
        return orders;
    }

    /** The type that a partner brought, also when the partner is removed meanwhile. */
    public Optional<IntegrationType> integrationType(ActionTypeId id) {
        return database.read(tables -> tables.integrationTypes().findAlsoRemoved(id));
    }

    /** The partner whose client token this is. */
    public Optional<Partner> partner(String clientToken) {
        return database.read(tables -> tables.partners().withToken(clientToken));
    }

    /** A worker takes a job that it polled. */
    public Acknowledgement acknowledge(String jobId, String nonce) {
        return database.writer().commit(tx -> tx.jobs().acknowledge(jobId, nonce, clock.instant()));
    }

    /** A job by itself; empty when it is unknown. */
    public Optional<Job> find(String jobId) {
        return database.read(tables -> tables.jobs().find(jobId));
    }

    /** A job with all that belongs to it; empty when it is unknown. */
    public Optional<WorkOrder> details(String jobId) {
        return database.read(tables -> tables.jobs().find(jobId).flatMap(job -> WorkOrder.of(tables, job)));
    }

    /** A worker answers a job. */
    public Answer answer(String jobId, WorkerResult result) {
        return database.writer().commit(tx -> switch (result) {
            case Success it when it.continuationToken().isPresent() -> goOn(tx, jobId, it);
            case Success it -> finish(tx, jobId, JobStatus.Succeeded, it);
            case Failure it -> finish(tx, jobId, JobStatus.Failed, it);
        });
    }

    private Answer goOn(Tx tx, String jobId, Success result) {
        var now = clock.instant();
        var token = result.continuationToken().orElseThrow();
        var answer = tx.jobs().continueWith(jobId, fingerprint(result), ids.get(), token, now, now);
        if (answer instanceof Answer.Accepted(var job)) {
            Conductor.tell(tx, job.pipeline(), new Event.ActionProgressed(now, job.run(), result.details()));
        }
        return answer;
    }

    private Answer finish(Tx tx, String jobId, JobStatus status, WorkerResult result) {
        var now = clock.instant();
        var answer = tx.jobs().finish(jobId, status, fingerprint(result), now);
        if (answer instanceof Answer.Accepted(var job)) {
            var outcome = outcome(tx, job, result);
            Conductor.tell(tx, job.pipeline(), new Event.ActionFinished(now, job.run(), outcome));
        }
        return answer;
    }

    private static Outcome outcome(Tx tx, Job job, WorkerResult result) {
        return switch (result) {
            case Failure it -> new Outcome.Failed(it.type(), it.message(), it.details());
            case Success it -> new Outcome.Succeeded(
                    it.details(),
                    it.outputVariables(),
                    it.currentRevision().map(revision -> revisions(tx, job, revision)).orElse(List.of()));
        };
    }

    /** A worker reports one revision for all that its action gives out. */
    private static List<Revision> revisions(Tx tx, Job job, CurrentRevision reported) {
        var outputs = WorkOrder.of(tx, job).map(order -> order.run().outputs()).orElse(List.of());
        var names = outputs.isEmpty() ? Stream.of((String) null) : outputs.stream().map(Artifact::name);
        return names.map(name -> new Revision(
                        name, reported.revision(), reported.changeIdentifier(), reported.revisionSummary(),
                        reported.created(), reported.url()))
                .toList();
    }

    /** The same for the same answer, and nothing that tells what the answer was. */
    private static String fingerprint(WorkerResult result) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(canonical(result).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String canonical(WorkerResult result) {
        return switch (result) {
            case Failure it -> it.toString();
            case Success it -> new Success(
                            it.currentRevision(), it.continuationToken(), it.details(),
                            new TreeMap<>(it.outputVariables()))
                    .toString();
        };
    }
}
