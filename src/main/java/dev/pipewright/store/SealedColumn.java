package dev.pipewright.store;

import java.util.List;

/**
 * A column whose texts are sealed. A column that is not in {@link #ALL} would keep its texts under keys that rotations
 * drop.
 *
 * @param id what tells the rows of the table apart, and an index knows
 * @param place SQL for the place of the row's text, as {@link Vault#seal} was told it
 */
record SealedColumn(String table, String column, String id, String place) {
    /** The proof comes first: from then on a file of keys from before a rotation is known to be too old. */
    static final List<SealedColumn> ALL = List.of(
            new SealedColumn("vault", "proof", "id", "place"),
            new SealedColumn("pipeline_version", "body", "rowid", "place"),
            new SealedColumn("action_run", "body", "seq", "place"),
            new SealedColumn("rule_run", "body", "seq", "place"),
            new SealedColumn("webhook", "secret_token", "id", "place"),
            new SealedColumn("connection", "token", "id", "place || '/token'"),
            new SealedColumn("connection", "webhook_secret", "id", "place || '/webhook_secret'"),
            new SealedColumn("access_key", "secret", "id", "place"),
            new SealedColumn("instance", "identity", "id", "place"));

    /**
     * SQL for the texts as {@code id}, {@code text} and {@code place} in the order of ids.
     *
     * @param isContinued whether there is a parameter, the id behind which to go on
     */
    String select(boolean isContinued) {
        return "SELECT %1$s AS id, %2$s AS text, %3$s AS place FROM %4$s WHERE %2$s IS NOT NULL%5$s ORDER BY %1$s"
                .formatted(id, column, place, table, isContinued ? " AND " + id + " > ?" : "");
    }

    /** As {@link #select}, up to a {@code :limit} and without what the {@code :newest} key has sealed. */
    String selectOthers(boolean isContinued) {
        return """
                SELECT %1$s AS id, %2$s AS text, %3$s AS place
                  FROM %4$s
                 WHERE %2$s IS NOT NULL AND substr(%2$s, 1, length(:newest)) <> :newest%5$s
                 ORDER BY %1$s
                 LIMIT :limit""".formatted(id, column, place, table, isContinued ? " AND " + id + " > :after" : "");
    }

    /** SQL for a {@code :sealed} text in the row of an {@code :id}, where the {@code :text} is as it was. */
    String update() {
        return "UPDATE %1$s SET %2$s = :sealed WHERE %3$s = :id AND %2$s = :text".formatted(table, column, id);
    }

    /** SQL that counts the texts by the characters that tell their key, as {@code prefix} and {@code texts}. */
    String count() {
        return "SELECT substr(%1$s, 1, %2$s) AS prefix, count(*) AS texts FROM %3$s WHERE %1$s IS NOT NULL GROUP BY 1"
                .formatted(column, Integer.toString(Keyring.PREFIX_LENGTH), table);
    }
}
