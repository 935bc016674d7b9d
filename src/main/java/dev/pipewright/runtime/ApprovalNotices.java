package dev.pipewright.runtime;

import dev.pipewright.engine.Event.ActionFinished;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.Outcome;
import dev.pipewright.sink.Notification;
import dev.pipewright.sink.NotificationSink;
import dev.pipewright.sink.Refused;
import dev.pipewright.store.Database;
import dev.pipewright.store.Notifications.Entry;
import dev.pipewright.store.StoreUnavailable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the notifications of approvals that wait, each at least once. What cannot be published now is tried again
 * as long as the approval waits; what is refused fails the approval. Without a sink nobody is told but the log.
 */
public final class ApprovalNotices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApprovalNotices.class);
    private static final Duration TICK = Duration.ofSeconds(5);
    private static final Duration TICK_IN_TROUBLE = Duration.ofSeconds(1);
    private static final int AT_ONCE = 1_000;
    private static final Pattern TOPIC_ARN =
            Pattern.compile("arn:aws[a-z-]*:sns:([a-z0-9-]+):[0-9]{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?");

    private final Database database;
    private final Optional<NotificationSink> sink;
    private final URI server;
    private final InstantSource clock;
    private final Map<Long, Setback> setbacks = new HashMap<>();
    /** What has arrived, until that is written down. */
    private final Set<Long> published = new HashSet<>();
    private final Loop loop = new Loop("notifications", this::round);

    private record Approval(Action action, ActionRun run) {}

    /**
     * @param sink which is closed in the end
     * @param server where people reach the server
     */
    public ApprovalNotices(Database database, Optional<NotificationSink> sink, URI server, InstantSource clock) {
        this.database = database;
        this.sink = sink;
        this.server = server;
        this.clock = clock;
    }

    /** Begins to publish. */
    public void start() {
        loop.start();
    }

    /** Whether it publishes. */
    public boolean isRunning() {
        return loop.isRunning();
    }

    /** There may be an approval that somebody is to be told of. */
    public void wake() {
        loop.wake();
    }

    @Override
    public void close() {
        loop.close();
        sink.ifPresent(NotificationSink::close);
    }

    private Duration round() {
        var waiting = database.read(tables -> tables.notifications().waiting(AT_ONCE));
        var seqs = waiting.stream().map(Entry::seq).toList();
        setbacks.keySet().retainAll(seqs);
        published.retainAll(seqs);
        for (var entry : waiting) {
            var setback = setbacks.get(entry.seq());
            if (setback == null || !setback.left(clock.instant()).isPositive()) {
                publish(entry);
            }
        }
        return setbacks.isEmpty() ? TICK : TICK_IN_TROUBLE;
    }

    private void publish(Entry entry) {
        try {
            settle(entry, failure(entry));
        } catch (StoreUnavailable e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            var setback = Setback.after(setbacks.get(entry.seq()), clock.instant());
            setbacks.put(entry.seq(), setback);
            LOG.warn("The notification of {} of {} waits: {} Tried again in {} s",
                    entry.run(), entry.pipeline().arn(), sentence(String.valueOf(e.getMessage())),
                    setback.pause().toSeconds());
        }
    }

    /** Publishes a notification, once, and answers what its refusal means for the approval. */
    private Optional<Outcome> failure(Entry entry) throws IOException {
        if (published.contains(entry.seq())) {
            // The store could not take it down; those who approve need not pay for that.
            return Optional.empty();
        }
        try {
            var approval = approval(entry);
            // Answered, stopped or out of time meanwhile: there is nothing to ask any more.
            if (approval.isPresent()) {
                publish(entry, approval.get());
                published.add(entry.seq());
            }
            return Optional.empty();
        } catch (Refused e) {
            return Optional.of(Outcome.failed(
                    e.type(), "The approval notification was refused: " + sentence(e.getMessage())));
        }
    }

    private Optional<Approval> approval(Entry entry) {
        return database.read(tables -> tables.executions().find(entry.pipeline(), entry.run().executionId()))
                .flatMap(execution -> execution
                        .find(entry.run())
                        .filter(run -> !run.status().ended())
                        .flatMap(run -> execution
                                .pipeline()
                                .action(entry.run().stage(), entry.run().action())
                                .map(action -> new Approval(action, run))));
    }

    private void publish(Entry entry, Approval approval) throws IOException, Refused {
        if (sink.isEmpty()) {
            LOG.warn("{} of {} waits for an approval, and nobody is notified: the server was started without "
                            + "--notifications",
                    entry.run(), entry.pipeline().arn());
            return;
        }
        var message = ApprovalMessage.of(entry.pipeline(), approval.action(), approval.run(), server);
        check(message);
        sink.get().publish(message);
    }

    /** A topic that came out of a variable was not looked at before. */
    private static void check(Notification message) throws Refused {
        var topic = TOPIC_ARN.matcher(String.valueOf(message.topicArn()));
        if (!topic.matches()) {
            throw Refused.asConfigured(
                    "The NotificationArn '%s' is not the ARN of an SNS topic".formatted(message.topicArn()));
        }
        if (topic.group(2) != null) {
            throw Refused.asConfigured("The topic %s is a FIFO topic, which takes no approval notifications"
                    .formatted(message.topicArn()));
        }
    }

    private void settle(Entry entry, Optional<Outcome> failure) {
        database.writer().commit(tx -> {
            failure.ifPresent(outcome -> Conductor.tell(
                    tx, entry.pipeline(), new ActionFinished(clock.instant(), entry.run(), outcome)));
            tx.notifications().remove(entry.seq());
            return null;
        });
        setbacks.remove(entry.seq());
        published.remove(entry.seq());
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
