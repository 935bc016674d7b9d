package dev.pipewright.webhook;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.model.Trigger;
import dev.pipewright.runtime.Start;
import dev.pipewright.runtime.Starts;
import dev.pipewright.store.Database;
import dev.pipewright.store.StoredWebhook;
import dev.pipewright.store.StoredWebhook.Trouble;
import dev.pipewright.store.Tx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Takes what is delivered to webhooks. The start of an execution, the memory of the delivery that started it and the
 * webhook's {@code lastTriggered} are one commit, so that a delivery which comes again starts nothing, whenever the
 * server ended in between.
 */
public final class Deliveries {
    private static final int LONGEST_ID = 200;
    private static final int TURNS = 3;
    /** A payload takes some twenty times its size while it is looked at. */
    private static final int LOOKED_AT_AT_ONCE = 4;
    /** Longer than any sender offers to deliver again. */
    private static final Duration MEMORY = Duration.ofDays(30);

    private final Database database;
    private final Starts starts;
    private final ActionCatalog builtIn;
    private final InstantSource clock;
    private final Semaphore desks = new Semaphore(LOOKED_AT_AT_ONCE, true);

    public Deliveries(Database database, Starts starts, ActionCatalog builtIn, InstantSource clock) {
        this.database = database;
        this.starts = starts;
        this.builtIn = builtIn;
        this.clock = clock;
    }

    /** The webhook at an address. */
    Optional<StoredWebhook> find(String address) {
        return database.read(tables -> tables.webhooks().findByAddress(address));
    }

    /** Takes a delivery. */
    Reply take(StoredWebhook webhook, DeliveryHead head, byte[] body) {
        desks.acquireUninterruptibly();
        try {
            // What is decided on one snapshot counts only if it is still so when it is written.
            for (var turn = 0; turn < TURNS; turn++) {
                var reply = takeOnce(webhook, head, body);
                if (reply.isPresent()) {
                    return reply.get();
                }
            }
            return Reply.UNSETTLED;
        } finally {
            desks.release();
        }
    }

    private Optional<Reply> takeOnce(StoredWebhook webhook, DeliveryHead head, byte[] body) {
        var aim = database.read(tables -> Aim.of(tables, webhook, builtIn));
        if (aim.isEmpty()) {
            return Optional.of(Reply.NOT_ADMITTED);
        }
        if (!Authentication.admits(aim.get().webhook(), head, body)) {
            return Optional.of(notAdmitted(webhook));
        }
        if (head.id().filter(id -> id.length() > LONGEST_ID).isPresent()) {
            return Optional.of(Reply.LONG_ID);
        }
        if (head.isPing()) {
            return Optional.of(Reply.REACHED);
        }
        var payload = Payload.read(head.contentType(), body);
        if (payload.isEmpty()) {
            report(webhook, new Trouble("InvalidPayload", Reply.NOT_JSON.sentence()));
            return Optional.of(Reply.NOT_JSON);
        }
        if (aim.get().trouble().isPresent()) {
            report(webhook, aim.get().trouble().get());
            return Optional.of(Reply.CANNOT_START);
        }
        if (!Filters.match(aim.get().webhook().filters(), aim.get().values(), payload.get())) {
            return Optional.of(Reply.NO_MATCH);
        }
        return database.writer().commit(tx -> Aim.of(tx, webhook, builtIn)
                .filter(aim.get()::equals)
                .map(same -> start(tx, webhook, same, head)));
    }

    private Reply start(Tx tx, StoredWebhook webhook, Aim aim, DeliveryHead head) {
        if (head.id().flatMap(id -> tx.webhooks().startedBy(webhook.id(), id)).isPresent()) {
            return Reply.REPEATED;
        }
        var pipeline = webhook.key().pipeline(aim.webhook().targetPipeline());
        var trigger = new Trigger(Trigger.WEBHOOK, webhook.key().arn());
        return switch (starts.start(tx, pipeline, trigger, Map.of(), Map.of())) {
            case Start.Begun begun -> {
                remember(tx, webhook, head, begun.executionId());
                yield Reply.STARTED;
            }
            // The delivery is not remembered, so that it can come again.
            case Start.Refused refused -> {
                var trouble = new Trouble("StartRefused", refused.refusal().message());
                tx.webhooks().report(webhook.key(), Optional.of(trouble));
                yield Reply.REFUSED;
            }
            case Start.NoPipeline _ -> throw new IllegalStateException("there is no pipeline " + pipeline.arn());
        };
    }

    private void remember(Tx tx, StoredWebhook webhook, DeliveryHead head, String executionId) {
        var at = clock.instant();
        tx.webhooks().triggered(webhook.key(), at);
        tx.webhooks().forgetDeliveries(at.minus(MEMORY));
        head.id().ifPresent(id -> tx.webhooks().putDelivery(webhook.id(), id, executionId, at));
    }

    /** A delivery is not let in, which the webhook's owner may want to know. */
    Reply notAdmitted(StoredWebhook webhook) {
        var authentication = webhook.definition().authentication();
        report(webhook, new Trouble(
                "AuthenticationFailed", "A delivery was refused by the authentication %s.".formatted(authentication)));
        return Reply.NOT_ADMITTED;
    }

    /** A delivery is larger than can be taken. */
    Reply tooLarge(StoredWebhook webhook, Reply reply) {
        report(webhook, new Trouble("PayloadTooLarge", reply.sentence()));
        return reply;
    }

    /** Strangers can cause this, so that what is known already is not written again. */
    private void report(StoredWebhook webhook, Trouble trouble) {
        var known = database.read(tables -> tables.webhooks().find(webhook.key())).flatMap(StoredWebhook::error);
        if (!known.equals(Optional.of(trouble))) {
            database.writer().commit(tx -> {
                tx.webhooks().report(webhook.key(), Optional.of(trouble));
                return null;
            });
        }
    }
}
