package dev.pipewright.store;

import static dev.pipewright.store.ActionTypes.Creation.CREATED;
import static dev.pipewright.store.ActionTypes.Creation.DIFFERS_FROM_DELETED;
import static dev.pipewright.store.ActionTypes.Creation.EXISTS;
import static dev.pipewright.store.Samples.CUSTOM;
import static dev.pipewright.store.Samples.KEY;
import static dev.pipewright.store.Samples.S3;
import static dev.pipewright.store.Samples.T;
import static dev.pipewright.store.Samples.key;
import static dev.pipewright.store.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Timers, custom action types, tags, source cursors, start tokens and values about the installation. */
class SmallTablesTest extends StoreTest {
    private static final Instant MILLIS = Instant.ofEpochMilli(T.toEpochMilli());

    @BeforeEach
    void makeThePipeline() {
        makePipeline(KEY);
    }

    private List<Timer> due(Instant now, int limit) {
        return read(tables -> tables.timers().due(now, limit));
    }

    private Optional<Instant> nextTimer() {
        return read(tables -> tables.timers().next());
    }

    @Test
    void timers_are_due_in_their_order_until_they_are_cleared() {
        assertThat(nextTimer()).isEmpty();
        write(tx -> {
            tx.timers().set(KEY, run("e1", "Source", "fetch"), MILLIS.plusSeconds(2));
            tx.timers().set(KEY, run("e2", "Source", "fetch"), MILLIS.plusSeconds(1));
            tx.timers().set(KEY, run("e3", "Source", "fetch"), MILLIS.plusSeconds(3));
            return null;
        });
        assertThat(nextTimer()).hasValue(MILLIS.plusSeconds(1));
        assertThat(due(MILLIS, 10)).isEmpty();
        assertThat(due(MILLIS.plusSeconds(2), 10))
                .containsExactly(
                        new Timer(KEY, run("e2", "Source", "fetch"), MILLIS.plusSeconds(1)),
                        new Timer(KEY, run("e1", "Source", "fetch"), MILLIS.plusSeconds(2)));
        assertThat(due(MILLIS.plusSeconds(2), 1)).hasSize(1);
        write(tx -> {
            tx.timers().clear(run("e2", "Source", "fetch"));
            tx.timers().clear(run("e2", "Source", "fetch"));
            tx.timers().set(KEY, run("e1", "Source", "fetch"), MILLIS.plusSeconds(9));
            return null;
        });
        assertThat(nextTimer()).hasValue(MILLIS.plusSeconds(3));
        assertThat(due(MILLIS.plusSeconds(2), 10)).isEmpty();
    }

    private ActionTypes.Creation create(ActionType type) {
        return write(tx -> tx.actionTypes().create(KEY.account(), KEY.region(), type));
    }

    private boolean delete(ActionTypeId id) {
        return write(tx -> tx.actionTypes().delete(KEY.account(), KEY.region(), id));
    }

    private Optional<ActionType> find(String region) {
        return read(tables -> tables.actionTypes().find(KEY.account(), region, CUSTOM));
    }

    @Test
    void an_action_type_is_there_until_it_is_deleted_and_may_come_back_only_as_it_was() {
        ActionType type = Samples.customType("ProjectName");
        assertThat(create(type)).isEqualTo(CREATED);
        assertThat(find(KEY.region())).hasValue(type);
        assertThat(find("us-east-1")).isEmpty();
        assertThat(create(type)).isEqualTo(EXISTS);
        assertThat(create(Samples.customType("Other"))).isEqualTo(EXISTS);

        assertThat(delete(CUSTOM)).isTrue();
        assertThat(delete(CUSTOM)).isFalse();
        assertThat(find(KEY.region())).isEmpty();
        Optional<ActionType> deleted =
                read(tables -> tables.actionTypes().findAlsoDeleted(KEY.account(), KEY.region(), CUSTOM));
        assertThat(deleted).hasValue(type);

        assertThat(create(Samples.customType("Other"))).isEqualTo(DIFFERS_FROM_DELETED);
        assertThat(find(KEY.region())).isEmpty();
        assertThat(create(type)).isEqualTo(CREATED);
        assertThat(find(KEY.region())).hasValue(type);
    }

    @Test
    void action_types_of_other_owners_are_not_here() {
        create(Samples.customType("ProjectName"));
        ActionTypeId namesake = new ActionTypeId(CUSTOM.category(), ActionOwner.AWS, CUSTOM.provider(), "1");
        Optional<ActionType> found =
                read(tables -> tables.actionTypes().findAlsoDeleted(KEY.account(), KEY.region(), namesake));
        assertThat(found).isEmpty();
        assertThat(delete(namesake)).isFalse();
        assertThat(delete(S3)).isFalse();
    }

    @Test
    void action_types_are_listed_in_pages() {
        for (String version : List.of("2", "1", "3")) {
            create(version(ActionCategory.Build, version));
        }
        create(version(ActionCategory.Test, "1"));
        delete(version(ActionCategory.Build, "2").id());
        assertThat(list(Optional.empty(), 2))
                .containsExactly(version(ActionCategory.Build, "1"), version(ActionCategory.Build, "3"));
        assertThat(list(Optional.of(version(ActionCategory.Build, "3").id()), 2))
                .containsExactly(version(ActionCategory.Test, "1"));
    }

    private static ActionType version(ActionCategory category, String version) {
        ActionType type = Samples.customType("P");
        return new ActionType(
                new ActionTypeId(category, ActionOwner.Custom, "Maker", version),
                type.settings(),
                type.configurationProperties(),
                type.inputArtifacts(),
                type.outputArtifacts(),
                type.timeout(),
                false,
                true);
    }

    private List<ActionType> list(Optional<ActionTypeId> after, int limit) {
        return read(tables -> tables.actionTypes().list(KEY.account(), KEY.region(), after, limit));
    }

    @Test
    void a_damaged_action_type_is_named() {
        create(Samples.customType("ProjectName"));
        sql("UPDATE action_type SET body = '{'");
        assertThatThrownBy(() -> find(KEY.region()))
                .isInstanceOf(UnreadableRow.class)
                .hasMessageStartingWith("The store holds action type Build/Custom/Maker/1 in a form");
    }

    private Map<String, String> tags(String arn) {
        return read(tables -> tables.tags().of(arn));
    }

    @Test
    void tags_are_added_replaced_and_taken_away() {
        write(tx -> {
            tx.tags().put(KEY.arn(), Map.of("team", "a", "cost", "1"));
            tx.tags().put(key("other").arn(), Map.of("team", "b"));
            tx.tags().put(KEY.arn(), Map.of("team", "c", "stage", ""));
            return null;
        });
        assertThat(tags(KEY.arn()))
                .containsExactly(Map.entry("cost", "1"), Map.entry("stage", ""), Map.entry("team", "c"));
        write(tx -> {
            tx.tags().remove(KEY.arn(), List.of("cost", "unheard"));
            return null;
        });
        assertThat(tags(KEY.arn())).containsOnlyKeys("stage", "team");
        write(tx -> {
            tx.tags().drop(KEY.arn());
            return null;
        });
        assertThat(tags(KEY.arn())).isEmpty();
        assertThat(tags(key("other").arn())).containsExactly(Map.entry("team", "b"));
    }

    private Optional<String> cursor(String fingerprint) {
        return read(tables -> tables.sourceCursors().find(KEY, "Source", "fetch", fingerprint));
    }

    @Test
    void a_cursor_is_of_one_configuration() {
        assertThat(cursor("one")).isEmpty();
        write(tx -> {
            tx.sourceCursors().put(KEY, "Source", "fetch", "one", "rev-1");
            tx.sourceCursors().put(KEY, "Source", "fetch", "one", "rev-2");
            tx.sourceCursors().put(KEY, "Source", "other", "one", "rev-9");
            return null;
        });
        assertThat(cursor("one")).hasValue("rev-2");
        assertThat(cursor("two")).isEmpty();
        write(tx -> {
            tx.sourceCursors().put(KEY, "Source", "fetch", "two", "rev-3");
            return null;
        });
        assertThat(cursor("two")).hasValue("rev-3");
        assertThat(cursor("one")).isEmpty();
    }

    @Test
    void a_cursor_needs_its_pipeline() {
        assertThatThrownBy(() -> write(tx -> {
                    tx.sourceCursors().put(key("nowhere"), "Source", "fetch", "one", "rev-1");
                    return null;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("there is no pipeline " + key("nowhere").arn());
    }

    private Optional<String> token(String token) {
        return read(tables -> tables.startTokens().find(KEY, token));
    }

    @Test
    void a_start_token_leads_to_its_execution() {
        write(tx -> {
            tx.startTokens().put(KEY, "old", "e1", MILLIS);
            tx.startTokens().put(KEY, "new", "e2", MILLIS.plusSeconds(1));
            return null;
        });
        assertThat(token("old")).hasValue("e1");
        assertThat(token("new")).hasValue("e2");
        Optional<String> elsewhere = read(tables -> tables.startTokens().find(key("other"), "old"));
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void a_value_about_the_installation_can_be_replaced() {
        write(tx -> {
            tx.meta().put("made", "today");
            tx.meta().put("made", "yesterday");
            return null;
        });
        reopen();
        Optional<String> value = read(tables -> tables.meta().find("made"));
        assertThat(value).hasValue("yesterday");
    }
}
