package dev.pipewright.connection;

import dev.pipewright.action.Connections.Unusable;
import dev.pipewright.connection.Listeners.Listener;
import dev.pipewright.connection.News.Happened;
import dev.pipewright.model.ConnectionProvider;
import dev.pipewright.model.GitEvent;
import dev.pipewright.model.GitEvent.BranchPush;
import dev.pipewright.model.GitEvent.TagPush;
import dev.pipewright.runtime.Loop;
import dev.pipewright.store.Database;
import dev.pipewright.store.GitRefs;
import dev.pipewright.store.GitRefs.Known;
import dev.pipewright.store.Tx;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the repositories that pipelines listen to from time to time, and acts upon the branches and tags that have
 * moved without an event telling of it. The first look at a repository only learns what is there.
 */
public final class BranchWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BranchWatch.class);
    private static final int MOST_AT_ONCE = 8;
    private static final String BRANCHES = "refs/heads/";
    private static final String TAGS = "refs/tags/";
    /** For so long after an event another machine of the same host may still show the branch as it was before. */
    private static final Duration LAG = Duration.ofMinutes(2);

    private static final Duration DELIVERIES_KEPT = Duration.ofDays(90);

    private final Database database;
    private final Dispatch dispatch;
    private final Hosts hosts;
    private final InstantSource clock;
    private final Duration tick;
    private final Loop loop = new Loop("branch-watch", this::round);
    private final ExecutorService lookers = Executors.newFixedThreadPool(
            MOST_AT_ONCE, Thread.ofVirtual().name("branch-watch-", 0).factory());
    /** What went wrong last time, so that the log says it once. */
    private final Map<GitRefs.Repository, String> troubles = new ConcurrentHashMap<>();

    /** @param tick how long a move may go unseen of which no event tells */
    public BranchWatch(Database database, Dispatch dispatch, Hosts hosts, InstantSource clock, Duration tick) {
        this.database = database;
        this.dispatch = dispatch;
        this.hosts = hosts;
        this.clock = clock;
        this.tick = tick;
    }

    /** Begins to look, at once for the first time. */
    public void start() {
        loop.start();
    }

    /** Whether it looks from time to time. */
    public boolean isRunning() {
        return loop.isRunning();
    }

    private Duration round() {
        lookAtAll();
        return tick;
    }

    /** Looks at every repository that a pipeline listens to, and forgets the others. */
    public void lookAtAll() {
        var listeners = new LinkedHashMap<GitRefs.Repository, Listener>();
        for (var listener : database.read(Listeners::all)) {
            listeners.putIfAbsent(listener.repository(), listener);
        }
        forgetAllBut(listeners.keySet());
        troubles.keySet().retainAll(listeners.keySet());
        var looks = listeners.values().stream().map(listener -> lookers.submit(() -> look(listener))).toList();
        for (var look : looks) {
            try {
                look.get();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException e) {
                LOG.error("A look at the branches failed and comes again", e.getCause());
            }
        }
    }

    private void forgetAllBut(Set<GitRefs.Repository> heard) {
        // All refs are read for this, which is nothing for the one who writes.
        var known = database.read(tables -> tables.gitRefs().repositories());
        var unheard = known.stream().filter(repository -> !heard.contains(repository)).toList();
        database.writer().commit(tx -> {
            if (!unheard.isEmpty()) {
                // A pipeline may have come to listen meanwhile.
                var now = Listeners.all(tx).stream().map(Listener::repository).collect(Collectors.toSet());
                unheard.stream().filter(repository -> !now.contains(repository)).forEach(tx.gitRefs()::forget);
            }
            return tx.gitDeliveries().forget(clock.instant().minus(DELIVERIES_KEPT));
        });
    }

    private void look(Listener listener) {
        var repository = listener.repository();
        try {
            // First what is known, then what is there: what comes between is seen next time.
            var isKnown = database.read(tables -> tables.gitRefs().isKnown(repository));
            var known = database.read(tables -> tables.gitRefs().all(repository));
            var tips = hosts.repositories(listener.connection()).tips(listener.fullName());
            if (isKnown) {
                compare(listener, known, tips);
            } else {
                database.writer().commit(tx -> learn(tx, repository, tips));
            }
            troubles.remove(repository);
        } catch (IOException | Unusable e) {
            var trouble = String.valueOf(e.getMessage());
            if (!trouble.equals(troubles.put(repository, trouble))) {
                LOG.warn("The branches of {} behind {} cannot be looked at: {}",
                        listener.fullName(), listener.connection().arn(), trouble);
            }
        }
    }

    private static boolean learn(Tx tx, GitRefs.Repository repository, Map<String, String> tips) {
        tips.forEach((ref, tip) -> {
            if (tx.gitRefs().find(repository, ref).isEmpty()) {
                tx.gitRefs().put(repository, new Known(ref, tip, Optional.empty(), Optional.empty()));
            }
        });
        tx.gitRefs().learn(repository);
        return true;
    }

    private void compare(Listener listener, Map<String, Known> known, Map<String, String> tips) throws IOException {
        var repository = listener.repository();
        for (var gone : known.values()) {
            if (!tips.containsKey(gone.ref()) && !isFresh(listener, gone)) {
                database.writer().commit(tx -> {
                    if (tx.gitRefs().find(repository, gone.ref()).equals(Optional.of(gone))) {
                        tx.gitRefs().remove(repository, gone.ref());
                    }
                    return null;
                });
            }
        }
        var trouble = Optional.<IOException>empty();
        for (var tip : tips.entrySet()) {
            var before = Optional.ofNullable(known.get(tip.getKey()));
            var moved = before.isEmpty() || !before.get().tip().equals(tip.getValue());
            if (moved && before.filter(it -> isFresh(listener, it)).isEmpty()) {
                var event = event(listener.fullName(), tip.getKey(), before.map(Known::tip), tip.getValue());
                try {
                    dispatch.found(
                            listener.connection(),
                            new Happened(event, Optional.empty()),
                            (tx, _, _) -> move(tx, repository, tip.getKey(), before, tip.getValue()));
                } catch (IOException e) {
                    // What cannot be told of one branch must not keep the others from being acted upon.
                    trouble = Optional.of(e);
                }
            }
        }
        if (trouble.isPresent()) {
            throw trouble.get();
        }
    }

    private boolean isFresh(Listener listener, Known known) {
        return listener.connection().provider() != ConnectionProvider.Pipewright
                && known.toldAt().filter(at -> at.plus(LAG).isAfter(clock.instant())).isPresent();
    }

    private static GitEvent event(String repository, String ref, Optional<String> before, String tip) {
        return ref.startsWith(BRANCHES)
                ? new BranchPush(repository, ref.substring(BRANCHES.length()), before, tip)
                : new TagPush(repository, ref.substring(TAGS.length()), tip);
    }

    private static boolean move(
            Tx tx, GitRefs.Repository repository, String ref, Optional<Known> before, String tip) {
        if (!tx.gitRefs().find(repository, ref).equals(before)) {
            return false;
        }
        var behind = before.flatMap(Known::behind)
                .or(() -> before.map(Known::tip))
                .orElse(Telling.NOWHERE);
        tx.gitRefs().put(repository, new Known(ref, tip, Optional.of(behind), Optional.empty()));
        return true;
    }

    @Override
    public void close() {
        loop.close();
        lookers.shutdownNow();
    }
}
