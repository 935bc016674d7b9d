package dev.pipewright.connection;

import dev.pipewright.action.Connections.Unusable;
import dev.pipewright.connection.Listeners.Listener;
import dev.pipewright.connection.News.Gone;
import dev.pipewright.connection.News.Happened;
import dev.pipewright.engine.GitTriggers;
import dev.pipewright.engine.Traffic;
import dev.pipewright.git.WatchedRepositories;
import dev.pipewright.model.Connection;
import dev.pipewright.model.GitEvent;
import dev.pipewright.model.GitEvent.BranchPush;
import dev.pipewright.model.GitEvent.PullRequest;
import dev.pipewright.model.GitEvent.TagPush;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.SourceOverride;
import dev.pipewright.model.Trigger;
import dev.pipewright.runtime.Start;
import dev.pipewright.runtime.Starts;
import dev.pipewright.store.Database;
import dev.pipewright.store.GitRefs;
import dev.pipewright.store.Tables;
import dev.pipewright.store.Tx;
import dev.pipewright.store.UnreadableRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts pipelines for Git events. What was heard, what it says of branches and tags, and the executions that it starts
 * are one commit, so that an event is either to come again or done with.
 */
public final class Dispatch {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    private final Database database;
    private final Starts starts;
    private final Hosts hosts;
    private final InstantSource clock;

    public Dispatch(Database database, Starts starts, Hosts hosts, InstantSource clock) {
        this.database = database;
        this.starts = starts;
        this.hosts = hosts;
        this.clock = clock;
    }

    /** Whether a branch or tag has really moved, which is decided and noted in the commit that acts upon it. */
    interface Moves {
        boolean moved(Tx tx, GitRefs.Repository repository, News news);
    }

    /** A pipeline that one event starts, as long as its definition is still this one. */
    private record Begin(PipelineKey key, Pipeline pipeline, GitEvent event, Trigger trigger, List<String> sources) {}

    private record Decided(GitRefs.Repository repository, News news, List<Begin> starts) {}

    /**
     * Carries out what a host told.
     *
     * @param deliveries what the host tells this delivery from others by, in one way or several; when one of them was
     *     carried out before, this one is not
     * @return how many executions it started
     * @throws IOException when the repository must be asked and cannot be; then nothing has happened
     */
    public int told(Connection connection, List<News> news, List<String> deliveries) throws IOException {
        var id = Hosts.repository(connection, "").connection();
        var known = database.read(tables ->
                deliveries.stream().anyMatch(delivery -> tables.gitDeliveries().contains(id, delivery)));
        if (known) {
            return 0;
        }
        var now = clock.instant();
        return carryOut(connection, news, new Telling(now), tx -> {
            var fresh = true;
            for (var delivery : deliveries) {
                fresh &= tx.gitDeliveries().add(id, delivery, now);
            }
            return fresh;
        });
    }

    /** Carries out what a look at a repository found. */
    int found(Connection connection, News news, Moves moves) throws IOException {
        return carryOut(connection, List.of(news), moves, _ -> true);
    }

    private interface Condition {
        boolean holds(Tx tx);
    }

    private int carryOut(Connection connection, List<News> news, Moves moves, Condition condition)
            throws IOException {
        while (true) {
            var decided = decide(connection, news);
            var started = database.writer().commit(tx -> commit(tx, decided, moves, condition));
            if (started.isPresent()) {
                return started.get();
            }
        }
    }

    private List<Decided> decide(Connection connection, List<News> news) throws IOException {
        var decided = new ArrayList<Decided>();
        try {
            for (var each : news) {
                var repository = Hosts.repository(connection, each.repository());
                var listeners = database.read(tables -> Listeners.to(tables, repository));
                if (!listeners.isEmpty()) {
                    decided.add(new Decided(repository, each, starts(connection, each, listeners)));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return decided;
    }

    private List<Begin> starts(Connection connection, News news, List<Listener> listeners) {
        return switch (news) {
            case Gone _ -> List.of();
            case Happened(var event, var files) -> {
                var changed = new Once(() -> files.orElseGet(() -> changedFiles(connection, event)));
                var sources = new LinkedHashMap<PipelineKey, List<Listener>>();
                for (var listener : listeners) {
                    if (GitTriggers.starts(listener.pipeline(), listener.source(), event, changed)) {
                        sources.computeIfAbsent(listener.key(), _ -> new ArrayList<>()).add(listener);
                    }
                }
                var trigger = new Trigger(Trigger.WEBHOOK_V2, EventDetail.of(event, connection.provider()));
                yield sources.entrySet().stream()
                        .map(entry -> new Begin(
                                entry.getKey(), entry.getValue().getFirst().pipeline(), event, trigger,
                                entry.getValue().stream().map(each -> each.source().name()).toList()))
                        .toList();
            }
        };
    }

    private List<String> changedFiles(Connection connection, GitEvent event) {
        try {
            WatchedRepositories repositories = hosts.repositories(connection);
            return switch (event) {
                case BranchPush(var repository, _, var before, var commit) ->
                    repositories.changedFiles(repository, before.orElse(""), commit);
                case PullRequest request -> repositories.requestedFiles(
                        request.repository(), request.targetBranch(), request.commitId());
                case TagPush _ -> List.of();
            };
        } catch (Unusable unusable) {
            throw new UncheckedIOException(new IOException(unusable.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty when a definition has changed since it was looked at; then nothing is written. */
    private Optional<Integer> commit(Tx tx, List<Decided> decided, Moves moves, Condition condition) {
        var current = decided.stream()
                .flatMap(each -> each.starts().stream())
                .allMatch(start -> isCurrent(tx, start));
        if (!current) {
            return Optional.empty();
        }
        var started = 0;
        // What concerns no pipeline is not remembered either: it may come again when there is one.
        if (!decided.isEmpty() && condition.holds(tx)) {
            for (var each : decided) {
                if (moves.moved(tx, each.repository(), each.news())) {
                    for (var start : each.starts()) {
                        started += start(tx, start) ? 1 : 0;
                    }
                }
            }
        }
        return Optional.of(started);
    }

    private static boolean isCurrent(Tables tables, Begin start) {
        return readable(tables, start.key())
                .map(Traffic::pipeline)
                .filter(now -> !now.equals(start.pipeline()))
                .isEmpty();
    }

    /** A pipeline that is damaged is not started, and keeps no other from being started by the same event. */
    private static Optional<Traffic> readable(Tables tables, PipelineKey key) {
        try {
            return tables.traffic(key);
        } catch (UnreadableRow damaged) {
            LOG.error("A Git event cannot start {}: {}", key.arn(), damaged.getMessage());
            return Optional.empty();
        }
    }

    private boolean start(Tx tx, Begin begin) {
        if (readable(tx, begin.key()).isEmpty()) {
            return false;
        }
        var branch = begin.event().branchName().map(name -> Map.of("BranchName", name)).orElse(Map.of());
        var overrides = new LinkedHashMap<String, SourceOverride>();
        begin.sources().forEach(source ->
                overrides.put(source, new SourceOverride(begin.event().commitId(), branch)));
        return switch (starts.start(tx, begin.key(), begin.trigger(), Map.of(), overrides)) {
            case Start.Begun _ -> true;
            case Start.NoPipeline _ -> false;
            case Start.Refused refused -> {
                LOG.warn("A Git event could not start {}: {}", begin.key().arn(), refused.refusal());
                yield false;
            }
        };
    }

    /** Works something out when it is asked for first, and never again. */
    private static final class Once implements Supplier<List<String>> {
        private final Supplier<List<String>> work;
        private List<String> result;

        Once(Supplier<List<String>> work) {
            this.work = work;
        }

        @Override
        public List<String> get() {
            if (result == null) {
                result = work.get();
            }
            return result;
        }
    }
}
