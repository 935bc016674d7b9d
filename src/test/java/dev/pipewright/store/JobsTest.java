package dev.pipewright.store;

import static dev.pipewright.store.Samples.CUSTOM;
import static dev.pipewright.store.Samples.KEY;
import static dev.pipewright.store.Samples.S3;
import static dev.pipewright.store.Samples.key;
import static dev.pipewright.store.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobsTest extends StoreTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration VISIBLE = Duration.ofSeconds(60);
    private static final RunId MAKE = run("e1", "Build", "make");

    private final AtomicInteger nonces = new AtomicInteger();

    @BeforeEach
    void makeThePipeline() {
        makePipeline(KEY);
    }

    private void insert(String id, RunId run, ActionTypeId type, String queryValue, Instant at) {
        write(tx -> {
            tx.jobs().insert(id, KEY, run, type, Optional.ofNullable(queryValue), at);
            return null;
        });
    }

    private List<Job> poll(int max, Instant now) {
        return poll(Optional.empty(), max, now);
    }

    private List<Job> poll(Optional<String> queryValue, int max, Instant now) {
        return write(tx -> tx.jobs()
                .poll(
                        KEY.account(),
                        KEY.region(),
                        CUSTOM,
                        queryValue,
                        max,
                        now,
                        () -> "nonce-" + nonces.incrementAndGet(),
                        VISIBLE));
    }

    private boolean anyClaimable(Instant now) {
        return read(tables -> tables.jobs().anyClaimable(KEY.account(), KEY.region(), CUSTOM, Optional.empty(), now));
    }

    private Acknowledgement acknowledge(String id, String nonce) {
        return write(tx -> tx.jobs().acknowledge(id, nonce, NOW));
    }

    private Answer finish(String id, JobStatus status, String result) {
        return write(tx -> tx.jobs().finish(id, status, result, NOW.plusSeconds(5)));
    }

    private Job job(String id) {
        return read(tables -> tables.jobs().find(id)).orElseThrow();
    }

    private static List<String> ids(List<Job> jobs) {
        return jobs.stream().map(Job::id).toList();
    }

    /** A custom job in the hands of a worker outside. */
    private void acknowledged(String id) {
        insert(id, MAKE, CUSTOM, null, NOW);
        String nonce = poll(1, NOW).getFirst().nonce();
        assertThat(acknowledge(id, nonce)).isInstanceOf(Acknowledgement.Acknowledged.class);
    }

    @Test
    void a_job_goes_from_the_poll_to_its_result() {
        insert("a", MAKE, CUSTOM, "shop-build", NOW);
        assertThat(job("a").status()).isEqualTo(JobStatus.Queued);

        Job polled = poll(1, NOW.plusSeconds(1)).getFirst();
        assertThat(polled).isEqualTo(job("a"));
        assertThat(polled)
                .isEqualTo(new Job(
                        "a",
                        KEY,
                        MAKE,
                        CUSTOM,
                        "shop-build",
                        JobStatus.Dispatched,
                        "nonce-1",
                        null,
                        NOW,
                        NOW,
                        NOW.plusSeconds(1),
                        null,
                        null,
                        null,
                        null,
                        false));

        assertThat(acknowledge("a", "nonce-1")).isEqualTo(new Acknowledgement.Acknowledged(job("a")));
        assertThat(job("a").status()).isEqualTo(JobStatus.InProgress);
        assertThat(acknowledge("a", "nonce-1")).isEqualTo(new Acknowledgement.Acknowledged(job("a")));

        assertThat(finish("a", JobStatus.Succeeded, "{}")).isEqualTo(new Answer.Accepted(job("a")));
        assertThat(job("a").status()).isEqualTo(JobStatus.Succeeded);
        assertThat(job("a").endedAt()).isEqualTo(NOW.plusSeconds(5));
        assertThat(job("a").result()).isEqualTo("{}");
        assertThat(acknowledge("a", "nonce-1")).isEqualTo(new Acknowledgement.Over(job("a")));
        Optional<Job> live = read(tables -> tables.jobs().live(MAKE));
        assertThat(live).isEmpty();
    }

    @Test
    void a_poll_takes_the_oldest_first_and_no_job_twice() {
        insert("young", run("e2", "Build", "make"), CUSTOM, null, NOW.plusMillis(2));
        insert("old", run("e1", "Build", "make"), CUSTOM, null, NOW);
        insert("younger", run("e3", "Build", "make"), CUSTOM, null, NOW.plusMillis(2));
        assertThat(ids(poll(2, NOW.plusSeconds(1)))).containsExactly("old", "young");
        assertThat(anyClaimable(NOW.plusSeconds(1))).isTrue();
        assertThat(ids(poll(10, NOW.plusSeconds(1)))).containsExactly("younger");
        assertThat(poll(10, NOW.plusSeconds(1))).isEmpty();
        assertThat(anyClaimable(NOW.plusSeconds(1))).isFalse();
    }

    @Test
    void a_poll_finds_only_its_own_account_region_type_and_query_value() {
        insert("a", MAKE, CUSTOM, "one", NOW);
        insert("b", run("e2", "Build", "make"), CUSTOM, "two", NOW);
        insert("c", run("e3", "Source", "fetch"), S3, null, NOW);
        for (PipelineKey other : List.of(
                new PipelineKey("999999999999", KEY.region(), "shop"),
                new PipelineKey(KEY.account(), "us-east-1", "shop"))) {
            makePipeline(other);
            write(tx -> {
                tx.jobs().insert("of " + other.arn(), other, MAKE, CUSTOM, Optional.of("one"), NOW);
                return null;
            });
        }
        assertThat(poll(Optional.of("three"), 10, NOW)).isEmpty();
        assertThat(ids(poll(Optional.of("two"), 10, NOW))).containsExactly("b");
        assertThat(ids(poll(10, NOW))).containsExactly("a");
    }

    @Test
    void a_job_that_is_not_acknowledged_in_time_is_offered_again_under_another_nonce() {
        insert("a", MAKE, CUSTOM, null, NOW);
        assertThat(poll(1, NOW).getFirst().nonce()).isEqualTo("nonce-1");
        assertThat(poll(1, NOW.plusSeconds(59))).isEmpty();
        // A late worker is still right as long as nobody else got the job.
        assertThat(poll(1, NOW.plusSeconds(60)).getFirst().nonce()).isEqualTo("nonce-2");
        assertThat(acknowledge("a", "nonce-1")).isEqualTo(new Acknowledgement.InvalidNonce());
        assertThat(acknowledge("a", "nonce-2")).isInstanceOf(Acknowledgement.Acknowledged.class);
        assertThat(poll(1, NOW.plusSeconds(3600))).isEmpty();
        assertThat(acknowledge("a", "nonce-1")).isEqualTo(new Acknowledgement.InvalidNonce());
    }

    @Test
    void a_job_that_nobody_polled_cannot_be_acknowledged_or_answered() {
        insert("a", MAKE, CUSTOM, null, NOW);
        assertThat(acknowledge("a", "guess")).isEqualTo(new Acknowledgement.InvalidNonce());
        assertThat(finish("a", JobStatus.Succeeded, "{}")).isEqualTo(new Answer.NotAcknowledged(job("a")));
        poll(1, NOW);
        assertThat(finish("a", JobStatus.Failed, "{}")).isEqualTo(new Answer.NotAcknowledged(job("a")));
        assertThat(job("a").status()).isEqualTo(JobStatus.Dispatched);
    }

    @Test
    void a_job_that_is_not_there_is_told_so() {
        assertThat(acknowledge("none", "nonce")).isEqualTo(new Acknowledgement.UnknownJob());
        assertThat(finish("none", JobStatus.Succeeded, "{}")).isEqualTo(new Answer.UnknownJob());
        Optional<Job> found = read(tables -> tables.jobs().find("none"));
        assertThat(found).isEmpty();
    }

    @Test
    void the_same_answer_again_is_known_and_another_one_contradicts() {
        acknowledged("a");
        finish("a", JobStatus.Succeeded, "{\"x\":1}");
        Job over = job("a");
        assertThat(finish("a", JobStatus.Succeeded, "{\"x\":1}")).isEqualTo(new Answer.Repeated(over));
        assertThat(finish("a", JobStatus.Succeeded, "{\"x\":2}")).isEqualTo(new Answer.Contradicted(over));
        assertThat(finish("a", JobStatus.Failed, "{\"x\":1}")).isEqualTo(new Answer.Contradicted(over));
        assertThat(job("a")).isEqualTo(over);
        assertThatThrownBy(() -> finish("a", JobStatus.Withdrawn, "{}")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_continuation_is_a_new_job_that_comes_later() {
        acknowledged("a");
        Instant later = NOW.plusSeconds(30);
        Answer answer = write(tx -> tx.jobs().continueWith("a", "{token}", "b", "token", NOW.plusSeconds(5), later));
        assertThat(answer).isEqualTo(new Answer.Accepted(job("a")));
        assertThat(job("a").status()).isEqualTo(JobStatus.Succeeded);
        assertThat(job("b").status()).isEqualTo(JobStatus.Created);
        assertThat(job("b").continuationToken()).isEqualTo("token");
        assertThat(job("b").run()).isEqualTo(MAKE);
        assertThat(poll(10, later.minusMillis(1))).isEmpty();

        Answer again = write(tx -> tx.jobs().continueWith("a", "{token}", "c", "token", NOW.plusSeconds(6), later));
        assertThat(again).isEqualTo(new Answer.Repeated(job("a")));
        assertThat(ids(poll(10, later))).containsExactly("b");
    }

    @Test
    void late_answers_to_a_withdrawn_job_are_recognised() {
        acknowledged("a");
        write(tx -> {
            tx.jobs().withdraw(MAKE, NOW.plusSeconds(1));
            return null;
        });
        Job withdrawn = job("a");
        assertThat(withdrawn.status()).isEqualTo(JobStatus.Withdrawn);
        assertThat(withdrawn.abandonPending()).isFalse();
        assertThat(finish("a", JobStatus.Succeeded, "{}")).isEqualTo(new Answer.Late(withdrawn));
        assertThat(acknowledge("a", withdrawn.nonce())).isEqualTo(new Acknowledgement.Over(withdrawn));
        assertThat(job("a")).isEqualTo(withdrawn);
    }

    @Test
    void a_withdrawn_job_is_not_offered_any_more_and_one_that_is_over_stays_as_it_is() {
        insert("a", MAKE, CUSTOM, null, NOW);
        insert("b", run("e2", "Build", "make"), CUSTOM, null, NOW);
        write(tx -> {
            tx.jobs().withdraw(MAKE, NOW);
            tx.jobs().timeOut(MAKE, NOW);
            return null;
        });
        assertThat(job("a").status()).isEqualTo(JobStatus.Withdrawn);
        assertThat(ids(poll(10, NOW.plusSeconds(600)))).containsExactly("b");
    }

    @Test
    void a_job_whose_time_is_up_says_so() {
        acknowledged("a");
        write(tx -> {
            tx.jobs().timeOut(MAKE, NOW);
            return null;
        });
        assertThat(job("a").status()).isEqualTo(JobStatus.TimedOut);
        assertThat(finish("a", JobStatus.Succeeded, "{}")).isInstanceOf(Answer.Late.class);
    }

    private List<Job> claim(String worker, int max, Instant now) {
        return write(tx -> tx.leases().claim(worker, List.of(S3, CUSTOM), max, now, now.plusSeconds(30)));
    }

    @Test
    void a_worker_inside_claims_the_oldest_of_its_types_of_every_account() {
        PipelineKey elsewhere = new PipelineKey("999999999999", "us-east-1", "shop");
        makePipeline(elsewhere);
        insert("b", MAKE, CUSTOM, null, NOW.plusMillis(1));
        insert("c", run("e1", "Source", "fetch"), S3, null, NOW.plusMillis(2));
        write(tx -> {
            tx.jobs().insert("a", elsewhere, run("e9", "Source", "fetch"), S3, Optional.empty(), NOW);
            return null;
        });
        Optional<Instant> next = read(tables -> tables.leases().nextClaimable(List.of(CUSTOM, S3)));
        assertThat(next).hasValue(NOW);
        List<Job> claimed = claim("w1", 2, NOW.plusSeconds(1));
        assertThat(ids(claimed)).containsExactly("a", "b");
        assertThat(claimed).allSatisfy(job -> {
            assertThat(job.status()).isEqualTo(JobStatus.InProgress);
            assertThat(job.worker()).isEqualTo("w1");
            assertThat(job.leaseUntil()).isEqualTo(NOW.plusSeconds(31));
        });
        assertThat(ids(claim("w2", 10, NOW.plusSeconds(1)))).containsExactly("c");
        assertThat(claim("w2", 10, NOW.plusSeconds(1000))).isEmpty();
        Optional<Instant> none = read(tables -> tables.leases().nextClaimable(List.of(CUSTOM, S3)));
        assertThat(none).isEmpty();
    }

    @Test
    void a_lease_is_prolonged_and_tells_what_is_held_still() {
        insert("a", MAKE, CUSTOM, null, NOW);
        insert("b", run("e1", "Source", "fetch"), S3, null, NOW);
        claim("w1", 10, NOW);
        finish("b", JobStatus.Succeeded, "{}");
        List<String> held = write(tx -> tx.leases().renew("w1", NOW.plusSeconds(90)));
        assertThat(held).containsExactly("a");
        assertThat(job("a").leaseUntil()).isEqualTo(NOW.plusSeconds(90));
        assertThat(job("b").leaseUntil()).isNull();
    }

    @Test
    void jobs_of_a_worker_that_died_are_taken_over() {
        insert("a", MAKE, CUSTOM, null, NOW);
        claim("w1", 10, NOW);
        Instant early = NOW.plusSeconds(30);
        Instant late = NOW.plusSeconds(31);
        List<Job> tooEarly = write(tx -> tx.leases().takeOverExpired("w2", 10, early, early.plusSeconds(30)));
        assertThat(tooEarly).isEmpty();
        List<Job> taken = write(tx -> tx.leases().takeOverExpired("w2", 10, late, late.plusSeconds(30)));
        assertThat(ids(taken)).containsExactly("a");
        assertThat(job("a").worker()).isEqualTo("w2");
        assertThat(job("a").leaseUntil()).isEqualTo(late.plusSeconds(30));
        List<String> held = write(tx -> tx.leases().renew("w1", late));
        assertThat(held).isEmpty();

        List<Job> atStart = write(tx -> tx.leases().takeOverForeign("w3", late));
        assertThat(ids(atStart)).containsExactly("a");
        List<Job> own = write(tx -> tx.leases().takeOverForeign("w3", late));
        assertThat(own).isEmpty();
    }

    @Test
    void jobs_of_workers_outside_are_never_taken_over() {
        acknowledged("a");
        List<Job> taken = write(tx -> tx.leases().takeOverForeign("w1", NOW));
        assertThat(taken).isEmpty();
        List<Job> expired = write(tx -> tx.leases().takeOverExpired("w1", 10, NOW.plusSeconds(100_000), NOW));
        assertThat(expired).isEmpty();
    }

    @Test
    void a_worker_inside_is_told_of_what_was_taken_back() {
        insert("a", MAKE, CUSTOM, null, NOW);
        claim("w1", 10, NOW);
        write(tx -> {
            tx.jobs().withdraw(MAKE, NOW);
            return null;
        });
        assertThat(job("a").abandonPending()).isTrue();
        assertThat(pendingAbandons("w2")).isEmpty();
        assertThat(pendingAbandons("w1")).containsExactly("a");
        write(tx -> {
            tx.leases().adoptAbandons("w2");
            return null;
        });
        assertThat(pendingAbandons("w1")).isEmpty();
        assertThat(pendingAbandons("w2")).containsExactly("a");
        write(tx -> {
            tx.leases().abandonDone("a");
            return null;
        });
        assertThat(pendingAbandons("w2")).isEmpty();
        assertThat(job("a").abandonPending()).isFalse();
    }

    private List<String> pendingAbandons(String worker) {
        return ids(read(tables -> tables.leases().pendingAbandons(worker)));
    }

    @Test
    void jobs_go_with_their_pipeline() {
        acknowledged("a");
        makePipeline(key("other"));
        write(tx -> {
            tx.jobs().insert("b", key("other"), run("e2", "Build", "make"), CUSTOM, Optional.empty(), NOW);
            return tx.pipelines().delete(KEY);
        });
        Optional<Job> gone = read(tables -> tables.jobs().find("a"));
        assertThat(gone).isEmpty();
        assertThat(ids(poll(10, NOW))).containsExactly("b");
    }

    /** What the database would go through for each of the queries that workers repeat all day. */
    @Test
    void repeated_questions_look_only_at_jobs_that_are_not_over() {
        assertThat(plan("""
                        SELECT seq FROM job
                         WHERE account = '1' AND region = 'r' AND provider = 'p' AND version = '1'
                           AND category = 'Build' AND owner = 'Custom' AND claimable_at <= 5
                         ORDER BY claimable_at, seq LIMIT 10"""))
                .containsExactly("SEARCH job USING COVERING INDEX job_claimable"
                        + " (account=? AND region=? AND provider=? AND version=? AND category=? AND owner=?"
                        + " AND claimable_at<?)");
        assertThat(plan("""
                        SELECT seq FROM job
                         WHERE account = '1' AND region = 'r' AND provider = 'p' AND version = '1'
                           AND category = 'Build' AND owner = 'Custom' AND query_value = 'q' AND claimable_at <= 5
                         ORDER BY claimable_at, seq LIMIT 10"""))
                .singleElement()
                .asString()
                .contains("COVERING INDEX job_claimable_by_query")
                .contains("claimable_at<?");
        assertThat(plan("""
                        SELECT seq, claimable_at FROM job
                         WHERE provider = 'p' AND version = '1' AND category = 'Build' AND owner = 'Custom'
                           AND claimable_at <= 5
                         ORDER BY claimable_at, seq LIMIT 10"""))
                .singleElement()
                .asString()
                .contains("COVERING INDEX job_claimable_anywhere");
        assertThat(plan("SELECT job_id FROM job WHERE worker = 'w' AND lease_until IS NOT NULL ORDER BY seq"))
                .first()
                .asString()
                .contains("INDEX job_held");
        assertThat(plan("SELECT seq FROM job WHERE lease_until IS NOT NULL AND worker <> 'w'"
                        + " ORDER BY lease_until, seq"))
                .singleElement()
                .asString()
                .contains("INDEX job_leased");
        assertThat(plan("SELECT * FROM job WHERE worker <> 'w' AND abandon_pending = 1 ORDER BY worker, seq"))
                .singleElement()
                .asString()
                .contains("INDEX job_abandoned");
        assertThat(plan("SELECT seq FROM job WHERE lease_until IS NOT NULL AND lease_until < 5"
                        + " ORDER BY lease_until, seq"))
                .singleElement()
                .asString()
                .contains("INDEX job_leased");
        assertThat(plan("SELECT j.* FROM job j WHERE j.worker = 'w' AND j.abandon_pending = 1 ORDER BY j.seq"))
                .singleElement()
                .asString()
                .contains("INDEX job_abandoned");
        assertThat(plan("UPDATE job SET status = 'x' WHERE execution_id = 'e' AND stage = 's' AND action = 'a'"
                        + " AND attempt = 1 AND ended_at IS NULL"))
                .singleElement()
                .asString()
                .contains("INDEX job_live_run");
    }

    private List<String> plan(String sql) {
        return read(tables -> tables.handle
                .createQuery("EXPLAIN QUERY PLAN " + sql)
                .map((row, _) -> row.getString("detail"))
                .list());
    }
}
