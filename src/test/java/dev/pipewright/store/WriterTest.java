package dev.pipewright.store;

import static dev.pipewright.store.Samples.KEY;
import static dev.pipewright.store.Samples.T;
import static dev.pipewright.store.Samples.advance;
import static dev.pipewright.store.Samples.building;
import static dev.pipewright.store.Samples.definition;
import static dev.pipewright.store.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.engine.Announced;
import dev.pipewright.engine.Effect;
import dev.pipewright.engine.Traffic;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.PipelineKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WriterTest extends StoreTest {
    private static final String BIG = "x".repeat(100_000);

    /** Keeps the writer busy until the returned latch is counted down, so that what follows makes one batch. */
    private CountDownLatch occupy() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        database.writer().submit(_ -> {
            begun.countDown();
            goOn.await();
            return null;
        });
        begun.await();
        return goOn;
    }

    private Optional<String> meta(String name) {
        return read(tables -> tables.meta().find(name));
    }

    @Test
    void units_that_wait_together_share_one_commit() throws Exception {
        CountDownLatch goOn = occupy();
        List<CompletableFuture<Integer>> units = new ArrayList<>();
        for (int unit = 0; unit < 200; unit++) {
            int number = unit;
            units.add(database.writer().submit(tx -> {
                tx.meta().put("unit " + number, "done");
                return number;
            }));
        }
        long before = database.writer().commits();
        goOn.countDown();
        for (int unit = 0; unit < 200; unit++) {
            assertThat(units.get(unit).join()).isEqualTo(unit);
            assertThat(meta("unit " + unit)).hasValue("done");
        }
        // One of the unit that kept the writer busy, one of all the others.
        assertThat(database.writer().commits() - before).isEqualTo(2);
    }

    @Test
    void callers_on_many_threads_need_fewer_commits_than_units() throws Exception {
        long before = database.writer().commits();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 64; caller++) {
                int number = caller;
                threads.submit(() -> {
                    for (int turn = 0; turn < 10; turn++) {
                        String value = Integer.toString(turn);
                        write(tx -> {
                            tx.meta().put("caller " + number, value);
                            return null;
                        });
                    }
                });
            }
        }
        assertThat(database.writer().commits() - before).isLessThan(640 / 2);
        for (int caller = 0; caller < 64; caller++) {
            assertThat(meta("caller " + caller)).hasValue("9");
        }
    }

    @Test
    void a_batch_is_bounded() throws Exception {
        CountDownLatch goOn = occupy();
        List<CompletableFuture<Integer>> units = new ArrayList<>();
        for (int unit = 0; unit < 1000; unit++) {
            units.add(database.writer().submit(_ -> 0));
        }
        goOn.countDown();
        units.forEach(CompletableFuture::join);
        assertThat(database.writer().commits()).isEqualTo(1 + 4);
    }

    @Test
    void a_unit_that_fails_is_taken_back_alone() throws Exception {
        CountDownLatch goOn = occupy();
        var first = database.writer().submit(tx -> {
            tx.meta().put("first", "1");
            return "first";
        });
        var failing = database.writer().submit(tx -> {
            tx.meta().put("first", "overwritten");
            tx.meta().put("second", "2");
            throw new IOException("no");
        });
        var third = database.writer().submit(tx -> {
            tx.meta().put("third", tx.meta().find("first").orElse("") + tx.meta().find("second").orElse("-"));
            return "third";
        });
        goOn.countDown();
        assertThat(first.join()).isEqualTo("first");
        assertThatThrownBy(failing::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IOException.class);
        assertThat(third.join()).isEqualTo("third");
        assertThat(meta("first")).hasValue("1");
        assertThat(meta("second")).isEmpty();
        assertThat(meta("third")).hasValue("1-");
    }

    @Test
    void the_very_exception_of_the_work_reaches_its_caller() {
        IOException thrown = new IOException("mine");
        assertThatThrownBy(() -> database.writer().commit(_ -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        AssertionError error = new AssertionError("mine too");
        assertThatThrownBy(() -> database.writer().commit(_ -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    @Test
    void a_statement_that_breaks_a_rule_of_the_tables_fails_its_unit_alone() throws Exception {
        makePipeline(KEY);
        CountDownLatch goOn = occupy();
        var token = database.writer().submit(tx -> {
            tx.startTokens().put(KEY, "token", "e1", T);
            return 1;
        });
        var again = database.writer().submit(tx -> {
            tx.startTokens().put(KEY, "token", "e2", T);
            return 2;
        });
        goOn.countDown();
        assertThat(token.join()).isEqualTo(1);
        assertThatThrownBy(again::join).hasMessageContaining("UNIQUE");
        Optional<String> kept = read(tables -> tables.startTokens().find(KEY, "token"));
        assertThat(kept).hasValue("e1");
        // The statement itself is as good as before.
        write(tx -> {
            tx.startTokens().put(KEY, "another", "e3", T);
            return null;
        });
        Optional<String> another = read(tables -> tables.startTokens().find(KEY, "another"));
        assertThat(another).hasValue("e3");
    }

    @Test
    void what_is_to_be_done_after_the_commit_finds_it_committed_and_comes_before_the_answer() {
        AtomicReference<Optional<String>> seen = new AtomicReference<>();
        write(tx -> {
            tx.meta().put("a", "b");
            tx.afterCommit(() -> seen.set(meta("a")));
            assertThat(seen.get()).isNull();
            return null;
        });
        assertThat(seen.get()).hasValue("b");
    }

    @Test
    void nothing_is_done_after_a_unit_that_was_taken_back() {
        List<String> done = new ArrayList<>();
        assertThatThrownBy(() -> write(tx -> {
                    tx.afterCommit(() -> done.add("no"));
                    throw new IllegalArgumentException("taken back");
                }))
                .hasMessage("taken back");
        write(tx -> {
            tx.afterCommit(() -> done.add("yes"));
            return null;
        });
        assertThat(done).containsExactly("yes");
    }

    @Test
    void a_mistake_after_the_commit_neither_undoes_it_nor_stops_the_writer() {
        List<String> done = new ArrayList<>();
        write(tx -> {
            tx.meta().put("a", "b");
            tx.afterCommit(() -> {
                throw new IllegalStateException("a mistake after the commit, as the test wants it");
            });
            tx.afterCommit(() -> done.add("second"));
            return null;
        });
        assertThat(meta("a")).hasValue("b");
        assertThat(done).containsExactly("second");
    }

    @Test
    void listeners_hear_the_effects_of_committed_decisions_only() {
        makePipeline(KEY);
        List<String> heard = new ArrayList<>();
        database.listen((pipeline, effects) -> heard.add(pipeline.name() + " " + effects));
        Effect announced = new Effect.AnnounceExecution("e1", Announced.STARTED, 1);
        assertThatThrownBy(() -> write(tx -> {
                    Traffic before = tx.traffic(KEY).orElseThrow();
                    tx.save(KEY, advance(before, Samples.started(before.pipeline(), "e1", 1, T), announced));
                    throw new IllegalArgumentException("taken back");
                }))
                .hasMessage("taken back");
        assertThat(heard).isEmpty();
        start(KEY, "e1", announced);
        assertThat(heard).containsExactly("shop " + List.of(announced));
    }

    @Test
    void a_full_disk_fails_with_a_sentence_and_the_writer_goes_on_when_there_is_room_again() throws Exception {
        makePipeline(KEY);
        Execution kept = start(KEY, "kept");
        write(tx -> tx.handle.execute("PRAGMA max_page_count = 60"));
        CountDownLatch goOn = occupy();
        var small = database.writer().submit(tx -> {
            tx.save(KEY, advance(tx.traffic(KEY).orElseThrow(), building(kept, "r", T)));
            return "small";
        });
        var big = database.writer().submit(tx -> {
            tx.meta().put("big", BIG.repeat(10));
            return "big";
        });
        goOn.countDown();
        assertThatThrownBy(big::join)
                .hasRootCauseInstanceOf(java.sql.SQLException.class)
                .hasMessageContaining("The disk that holds the database "
                        + folder.resolve("pipewright.db") + " is full.")
                .satisfies(failure -> assertThat(messages(failure)).doesNotContain("xxxxxxxx"));
        boolean smallFailed = small.handle((_, failure) -> failure != null).join();
        Execution expected = smallFailed ? kept : building(kept, "r", T);
        assertThat(traffic(KEY).executions()).containsExactly(expected);

        write(tx -> tx.handle.execute("PRAGMA max_page_count = 1000000"));
        write(tx -> {
            assertThat(tx.traffic(KEY).orElseThrow().executions()).containsExactly(expected);
            tx.meta().put("big", BIG.repeat(10));
            return null;
        });
        assertThat(meta("big")).hasValue(BIG.repeat(10));
    }

    // What was to be written may be secret, and the messages go to the log.
    private static String messages(Throwable failure) {
        StringBuilder messages = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            messages.append(cause.getMessage()).append('\n');
        }
        return messages.toString();
    }

    @Test
    void a_commit_that_fails_fails_every_unit_of_the_batch_and_leaves_no_trace_in_the_cache() throws Exception {
        makePipeline(KEY);
        Execution begun = start(KEY, "e1");
        List<String> done = new ArrayList<>();
        CountDownLatch goOn = occupy();
        var innocent = database.writer().submit(tx -> {
            tx.save(KEY, advance(tx.traffic(KEY).orElseThrow(), building(begun, "r", T)));
            tx.afterCommit(() -> done.add("innocent"));
            return null;
        });
        var refused = database.writer().submit(_ -> {
            throw new IllegalArgumentException("judged by what never was");
        });
        var guilty = database.writer().submit(tx -> {
            // A row without its parent is found out at the commit only.
            tx.handle.execute("PRAGMA defer_foreign_keys = ON");
            return tx.handle.execute("INSERT INTO transition (pipeline_id, position, body) VALUES (99, 0, '')");
        });
        goOn.countDown();
        for (var unit : List.of(innocent, refused, guilty)) {
            assertThatThrownBy(unit::join)
                    .hasCauseInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("The store could not be written to.");
        }
        assertThat(done).isEmpty();
        write(tx -> {
            assertThat(tx.traffic(KEY).orElseThrow().executions()).containsExactly(begun);
            tx.save(KEY, advance(tx.traffic(KEY).orElseThrow(), building(begun, "r", T)));
            return null;
        });
        assertThat(traffic(KEY).executions()).containsExactly(building(begun, "r", T));
    }

    @Test
    void a_unit_that_fails_leaves_no_trace_in_the_cache() {
        makePipeline(KEY);
        Execution begun = start(KEY, "e1");
        PipelineKey other = key("other");
        assertThatThrownBy(() -> write(tx -> {
                    tx.save(KEY, advance(tx.traffic(KEY).orElseThrow(), building(begun, "r", T)));
                    tx.pipelines().insert(other, definition("other"), T);
                    assertThat(tx.traffic(other)).isPresent();
                    throw new IllegalArgumentException("taken back");
                }))
                .hasMessage("taken back");
        write(tx -> {
            assertThat(tx.traffic(KEY).orElseThrow().executions()).containsExactly(begun);
            assertThat(tx.traffic(other)).isEmpty();
            return null;
        });
    }

    @Test
    void a_unit_cannot_wait_for_another() {
        assertThatThrownBy(() -> write(_ -> write(_ -> null)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a unit of work cannot wait for another one");
    }

    @Test
    void an_interruption_before_the_work_is_begun_takes_it_back() throws Exception {
        CountDownLatch goOn = occupy();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> write(tx -> {
                    tx.meta().put("a", "b");
                    return null;
                }))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("nothing was written");
        assertThat(Thread.interrupted()).isTrue();
        goOn.countDown();
        write(_ -> null);
        assertThat(meta("a")).isEmpty();
    }

    @Test
    void an_interruption_after_the_work_is_begun_waits_for_its_end() {
        Thread caller = Thread.currentThread();
        String answer = write(tx -> {
            tx.meta().put("a", "b");
            caller.interrupt();
            return "done";
        });
        assertThat(answer).isEqualTo("done");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(meta("a")).hasValue("b");
    }

    @Test
    void closing_finishes_what_waits() throws Exception {
        CountDownLatch goOn = occupy();
        var unit = database.writer().submit(tx -> {
            tx.meta().put("a", "b");
            return "done";
        });
        Thread closing = Thread.ofVirtual().start(database::close);
        goOn.countDown();
        closing.join();
        assertThat(unit.join()).isEqualTo("done");
        database = open();
        assertThat(meta("a")).hasValue("b");
    }
}
