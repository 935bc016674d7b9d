package dev.pipewright.store;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the secrets of a store another key, while the store is used: a new key, then every text sealed anew in small
 * units of work, then the old keys are dropped. What is left undone by a crash is in the file of keys, which has more
 * than one, and is done by {@link #finish}. The next start takes what the old keys could open out of freed pages.
 */
public final class Rotation {
    private static final Logger LOG = LoggerFactory.getLogger(Rotation.class);
    private static final int BATCH = 100;

    private final Readers readers;
    private final Writer writer;
    private final Keyring keyring;
    private final Executor background;
    private final Runnable beforeStep;
    private final AtomicBoolean underWay = new AtomicBoolean();

    /**
     * A key and its use.
     *
     * @param id eight hexadecimal digits; {@code none} stands for texts that no key has sealed
     * @param isNewest whether it is the one that seals
     * @param isKnown whether it is in the file of keys
     * @param texts how many texts are sealed with it
     */
    public record KeyUse(String id, boolean isNewest, boolean isKnown, long texts) {}

    private record Row(Object id, String text, String place) {}

    Rotation(Readers readers, Writer writer, Keyring keyring) {
        this(readers, writer, keyring, Rotation::inBackground, () -> {});
    }

    /** @param beforeStep is run before whatever changes files or rows */
    Rotation(Readers readers, Writer writer, Keyring keyring, Executor background, Runnable beforeStep) {
        this.readers = readers;
        this.writer = writer;
        this.keyring = keyring;
        this.background = background;
        this.beforeStep = beforeStep;
    }

    /** The same, with its steps under somebody else's eyes. */
    Rotation watched(Executor executor, Runnable step) {
        return new Rotation(readers, writer, keyring, executor, step);
    }

    private static void inBackground(Runnable work) {
        Thread.ofVirtual().name("pipewright-rotation").start(() -> {
            try {
                work.run();
            } catch (StoreUnavailable unavailable) {
                LOG.warn("A rotation of keys goes on at the next start: {}", unavailable.getMessage());
            }
        });
    }

    /** The keys, the oldest first, after those that texts name and the file does not have. */
    public List<KeyUse> status() {
        Map<String, Long> texts = counted();
        List<String> known = keyring.keyIds();
        Stream<KeyUse> unknown = texts.keySet().stream()
                .filter(id -> !known.contains(id))
                .sorted()
                .map(id -> new KeyUse(id, false, false, texts.get(id)));
        return Stream.concat(unknown, known.stream()
                        .map(id -> new KeyUse(id, id.equals(known.getLast()), true, texts.getOrDefault(id, 0L))))
                .toList();
    }

    private Map<String, Long> counted() {
        return readers.read(tables -> {
            Map<String, Long> texts = new HashMap<>();
            for (SealedColumn column : SealedColumn.ALL) {
                tables.handle.createQuery(column.count())
                        .map((row, _) -> Map.entry(Keyring.keyId(row.getString("prefix")), row.getLong("texts")))
                        .forEach(each -> texts.merge(each.getKey(), each.getValue(), Long::sum));
            }
            return texts;
        });
    }

    /** Whether texts are being sealed anew just now. */
    public boolean isUnderWay() {
        return underWay.get();
    }

    /**
     * Makes a new key, and then seals everything with it and drops the old keys, which goes on in the background. A
     * text that cannot be opened stays as it is, and so does the key that it names.
     *
     * @return false when a rotation is under way; no key is made then
     * @throws StoreUnavailable when the file of keys cannot be written; nothing has changed then
     */
    public boolean rotate() {
        return begin(() -> {
            beforeStep.run();
            keyring.addKey();
        });
    }

    /** Goes on where a crash has ended a rotation; does nothing when none was. */
    public void finish() {
        if (keyring.keyIds().size() > 1) {
            begin(() -> {});
        }
    }

    private boolean begin(Runnable first) {
        if (!underWay.compareAndSet(false, true)) {
            return false;
        }
        try {
            first.run();
            background.execute(this::sealAnewAndEnd);
            return true;
        } catch (RuntimeException | Error failure) {
            underWay.set(false);
            throw failure;
        }
    }

    private void sealAnewAndEnd() {
        try {
            sealAnew();
        } finally {
            underWay.set(false);
        }
    }

    private void sealAnew() {
        for (SealedColumn column : SealedColumn.ALL) {
            sealAnew(column);
        }
        // What units of work sealed with an older key is committed by now: they are committed in the order in which
        // they are begun, and at least that of the proof was begun with the new key.
        Set<String> needed = new HashSet<>(counted().keySet());
        beforeStep.run();
        writer.commit(tx -> tx.handle.execute("UPDATE vault SET swept = 0"));
        beforeStep.run();
        keyring.keepOnly(needed);
    }

    private void sealAnew(SealedColumn column) {
        String newest = Keyring.prefix(keyring.keyIds().getLast());
        List<Row> rows = next(column, newest, null);
        while (!rows.isEmpty()) {
            List<Row> batch = rows;
            beforeStep.run();
            writer.commit(tx -> {
                batch.forEach(row -> sealAnew(tx, column, row));
                return null;
            });
            rows = next(column, newest, batch.getLast().id());
        }
    }

    private List<Row> next(SealedColumn column, String newest, Object after) {
        return readers.read(tables -> {
            Query query = tables.handle.createQuery(column.selectOthers(after != null))
                    .bind("newest", newest)
                    .bind("limit", BATCH);
            return (after == null ? query : query.bind("after", after))
                    .map((row, _) -> new Row(row.getObject("id"), row.getString("text"), row.getString("place")))
                    .list();
        });
    }

    private void sealAnew(Tx tx, SealedColumn column, Row row) {
        String sealed;
        try {
            sealed = keyring.seal(keyring.open(row.text(), row.place()), row.place());
        } catch (IllegalArgumentException unreadable) {
            LOG.warn("A secret stays as it is: {}", unreadable.getMessage());
            return;
        }
        // Another unit may have written the row, or removed it, since it was read.
        tx.handle.createUpdate(column.update())
                .bind("sealed", sealed)
                .bind("id", row.id())
                .bind("text", row.text())
                .execute();
    }
}
