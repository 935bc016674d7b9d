package dev.pipewright.api;

import static dev.pipewright.api.Workshop.property;
import static dev.pipewright.api.Workshop.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ActionTypeSettings;
import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.ConfigurationProperty;
import dev.pipewright.wire.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.codepipeline.model.ActionConfigurationProperty;
import software.amazon.awssdk.services.codepipeline.model.CreateCustomActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.CreateCustomActionTypeResponse;
import software.amazon.awssdk.services.codepipeline.model.DeleteCustomActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.ListActionTypesRequest;
import software.amazon.awssdk.services.codepipeline.model.ListActionTypesResponse;
import software.amazon.awssdk.services.codepipeline.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.Tag;

final class ActionTypeOperationsTest {
    private static final ActionTypeId LATHE = new ActionTypeId(ActionCategory.Test, ActionOwner.Custom, "Lathe", "1");
    private static final PageTokens PAGES = new PageTokens(new byte[32]);

    @TempDir
    Path directory;

    Workshop shop;

    @BeforeEach
    void open() {
        shop = new Workshop(directory);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void a_type_is_answered_and_listed_as_it_was_given() {
        var created = create(lathe()
                .settings(it -> it.entityUrlTemplate("https://lathe/{Config:Tool}"))
                .configurationProperties(
                        property("Tool").required(true).key(true).queryable(true).description("A tool").type("String")
                                .build(),
                        property("Oil").secret(true).build())
                .tags(tag("team", "wood")));

        assertThat(created.tags()).containsExactly(tag("team", "wood"));
        var given = created.actionType();
        assertThat(given.id()).isEqualTo(ActionTypeIds.wire(LATHE));
        assertThat(given.settings().entityUrlTemplate()).isEqualTo("https://lathe/{Config:Tool}");
        assertThat(given.inputArtifactDetails().maximumCount()).isEqualTo(2);
        assertThat(given.actionConfigurationProperties()).containsExactly(
                property("Tool").required(true).key(true).queryable(true).description("A tool").type("String").build(),
                property("Oil").secret(true).queryable(false).build());
        assertThat(list(ListActionTypesRequest.builder().actionOwnerFilter("Custom").build()).actionTypes())
                .contains(given);
    }

    @Test
    void the_same_identity_twice_is_refused_by_name() {
        create(lathe());

        refused("ValidationException", lathe())
                .hasMessageContaining("Test/Custom/Lathe/1")
                .hasMessageContaining("exists");
    }

    @Test
    void a_deleted_type_comes_back_only_as_it_was() {
        create(lathe().tags(tag("team", "wood")));
        delete();
        delete();

        refused("ValidationException", lathe().settings(it -> it.entityUrlTemplate("https://other")))
                .hasMessageContaining("was deleted");
        create(lathe());
        var arn = "arn:aws:codepipeline:eu-central-1:111122223333:actiontype:Custom/Test/Lathe/1";
        assertThat(new ListTagsForResource(shop.database, PAGES)
                        .run(ListTagsForResourceRequest.builder().resourceArn(arn).build(), shop.request())
                        .tags())
                .isEmpty();
    }

    @Test
    void a_deleted_type_is_not_listed() {
        create(lathe());
        delete();

        assertThat(names(list(ListActionTypesRequest.builder().build()))).doesNotContain("Lathe");
    }

    @Test
    void a_place_in_a_url_names_a_property_that_is_required_and_not_secret() {
        var url = "https://lathe/{Config:Tool}";
        refused("ValidationException", lathe().settings(it -> it.executionUrlTemplate(url)))
                .hasMessageContaining("executionUrlTemplate")
                .hasMessageContaining("{Config:Tool}");
        refused("ValidationException", lathe()
                .settings(it -> it.entityUrlTemplate(url))
                .configurationProperties(property("Tool").build()));
        refused("ValidationException", lathe()
                .settings(it -> it.revisionUrlTemplate(url))
                .configurationProperties(property("Tool").required(true).secret(true).build()));
        refused("ValidationException", lathe().settings(it -> it.entityUrlTemplate("https://lathe/{Tool}")))
                .hasMessageContaining("'{Tool}'");
    }

    @Test
    void one_property_is_queryable_at_most_and_it_is_required_and_not_secret() {
        refused("ValidationException", lathe().configurationProperties(
                        property("A").required(true).queryable(true).build(),
                        property("B").required(true).queryable(true).build()))
                .hasMessageContaining("'A' and 'B'");
        refused("ValidationException", lathe().configurationProperties(property("A").queryable(true).build()));
        refused("ValidationException", lathe().configurationProperties(
                property("A").required(true).secret(true).queryable(true).build()));
    }

    @Test
    void each_property_has_its_own_name() {
        refused("ValidationException", lathe().configurationProperties(
                        property("A").build(), property("A").build()))
                .hasMessageContaining("'A' twice");
        create(lathe().configurationProperties(properties(10)));
    }

    @Test
    void a_minimum_of_artifacts_is_no_more_than_the_maximum() {
        refused("ValidationException", lathe().inputArtifactDetails(it -> it.minimumCount(3).maximumCount(2)))
                .hasMessageContaining("minimum of 3 input artifacts");
    }

    @Test
    void approvals_are_no_work_for_job_workers() {
        refused("ValidationException", lathe().category("Approval")).hasMessageContaining("Approval/Custom/Lathe/1");
    }

    @Test
    void tags_are_held_to_their_rules() {
        refused("InvalidTagsException", lathe().tags(tag("aws:x", "y"))).hasMessageContaining("'aws:x'");
        refused("InvalidTagsException", lathe().tags(tag("x", "y"), tag("x", "z"))).hasMessageContaining("'x'");
        var many = IntStream.range(0, 51).mapToObj(it -> tag("k" + it, "")).toList();
        refused("TooManyTagsException", lathe().tags(many));
    }

    @Test
    void a_region_has_fifty_custom_types_at_most() {
        for (int version = 1; version <= 48; version++) {
            create(lathe().version("v" + version));
        }

        refused("LimitExceededException", lathe().version("v49")).hasMessageContaining("50");
        assertThat(names(list(ListActionTypesRequest.builder().actionOwnerFilter("Custom").build()))).hasSize(50);
    }

    @Test
    void built_in_types_come_first_without_the_types_of_their_properties() {
        var types = list(ListActionTypesRequest.builder().build()).actionTypes();

        assertThat(types).extracting(type -> type.id().ownerAsString())
                .containsExactly("AWS", "AWS", "Custom", "Custom");
        assertThat(types.getFirst().id().provider()).isEqualTo("Manual");
        assertThat(types.get(1).actionConfigurationProperties())
                .extracting(ActionConfigurationProperty::typeAsString)
                .containsOnlyNulls();
    }

    @Test
    void a_filter_leaves_only_types_of_an_owner_or_a_region() {
        assertThat(names(list(ListActionTypesRequest.builder().actionOwnerFilter("AWS").build())))
                .containsExactly("Manual", "Saw");
        assertThat(names(list(ListActionTypesRequest.builder().actionOwnerFilter("ThirdParty").build()))).isEmpty();
        assertThat(names(list(ListActionTypesRequest.builder().regionFilter("us-east-1").build())))
                .containsExactly("Manual", "Saw");
    }

    @Test
    void pages_of_a_hundred_hold_every_type_once() {
        var many = IntStream.range(0, 240).mapToObj(it -> builtIn("Saw%03d".formatted(it))).toList();
        var found = new ArrayList<String>();
        String token = null;
        int pages = 0;
        do {
            var answer = list(many, ListActionTypesRequest.builder().nextToken(token).build());
            found.addAll(names(answer));
            token = answer.nextToken();
            pages++;
        } while (token != null);

        assertThat(pages).isEqualTo(3);
        assertThat(found).hasSize(243).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void what_stays_comes_once_while_other_types_come_and_go(long seed) {
        var random = new Random(seed);
        // So many that pages end before, within and after the custom ones.
        var provided = IntStream.range(0, 80 + random.nextInt(40)).mapToObj(it -> builtIn("Saw%03d".formatted(it)));
        var many = provided.toList();
        IntStream.range(0, 40).forEach(it -> create(lathe().version("v" + it)));
        var going = new ArrayList<>(IntStream.range(0, 20).mapToObj(it -> "v" + 2 * it).toList());
        var coming = new ArrayList<String>();
        var found = new ArrayList<ActionTypeId>();
        String token = null;
        do {
            var answer = list(many, ListActionTypesRequest.builder().nextToken(token).build());
            answer.actionTypes().forEach(type -> found.add(ActionTypeIds.model(type.id())));
            token = answer.nextToken();
            for (int i = 0; i < 8; i++) {
                if (coming.size() > 5 || random.nextBoolean()) {
                    var version = going.remove(random.nextInt(going.size()));
                    new DeleteCustomActionType(shop.database).run(delete(version), shop.request());
                } else {
                    coming.add("u" + random.nextInt(1000) + "-" + coming.size());
                    create(lathe().version(coming.getLast()));
                }
            }
        } while (token != null);

        assertThat(found).doesNotHaveDuplicates();
        assertThat(found).filteredOn(id -> id.owner() == ActionOwner.AWS).hasSize(many.size() + 1);
        assertThat(found).extracting(ActionTypeId::version)
                .containsAll(IntStream.range(0, 20).mapToObj(it -> "v" + (2 * it + 1)).toList());
    }

    private static DeleteCustomActionTypeRequest delete(String version) {
        return DeleteCustomActionTypeRequest.builder()
                .category(LATHE.category().name())
                .provider(LATHE.provider())
                .version(version)
                .build();
    }

    @Test
    void a_token_of_another_account_is_refused() {
        var many = IntStream.range(0, 140).mapToObj(it -> builtIn("Saw%03d".formatted(it))).toList();
        var token = list(many, ListActionTypesRequest.builder().build()).nextToken();
        var second = ListActionTypesRequest.builder().nextToken(token).build();
        var lists = new ListActionTypes(shop.database, ActionCatalog.of(many), PAGES);

        assertThat(lists.run(second, shop.request()).nextToken()).isNull();
        Refusals.refused("InvalidNextTokenException", () ->
                lists.run(second, shop.request("444455556666", Workshop.REGION)));
        Refusals.refused("InvalidNextTokenException", () ->
                lists.run(second, shop.request(Workshop.ACCOUNT, "us-east-1")));
    }

    @Test
    void a_token_of_another_filter_is_refused() {
        var many = IntStream.range(0, 140).mapToObj(it -> builtIn("Saw%03d".formatted(it))).toList();
        var token = list(many, ListActionTypesRequest.builder().build()).nextToken();

        assertThatThrownBy(() -> list(
                        many, ListActionTypesRequest.builder().actionOwnerFilter("AWS").nextToken(token).build()))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.type()).isEqualTo("InvalidNextTokenException"));
    }

    private ListActionTypesResponse list(ListActionTypesRequest request) {
        return list(List.of(builtIn("Saw")), request);
    }

    private ListActionTypesResponse list(List<ActionType> provided, ListActionTypesRequest request) {
        return new ListActionTypes(shop.database, ActionCatalog.of(provided), PAGES).run(request, shop.request());
    }

    private static ActionType builtIn(String provider) {
        return new ActionType(
                new ActionTypeId(ActionCategory.Build, ActionOwner.AWS, provider, "1"), ActionTypeSettings.NONE,
                List.of(ConfigurationProperty.required("Blade")), new ArtifactCount(0, 1), new ArtifactCount(0, 1),
                Duration.ofHours(1), false, true);
    }

    private static List<String> names(ListActionTypesResponse answer) {
        return answer.actionTypes().stream().map(type -> type.id().provider()).toList();
    }

    private static List<ActionConfigurationProperty> properties(int count) {
        return IntStream.range(0, count).mapToObj(it -> property("P" + it).build()).toList();
    }

    private static CreateCustomActionTypeRequest.Builder lathe() {
        return type(LATHE)
                .inputArtifactDetails(it -> it.minimumCount(0).maximumCount(2))
                .outputArtifactDetails(it -> it.minimumCount(0).maximumCount(0));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private CreateCustomActionTypeResponse create(CreateCustomActionTypeRequest.Builder request) {
        return new CreateCustomActionType(shop.database).run(request.build(), shop.request());
    }

    private void delete() {
        new DeleteCustomActionType(shop.database).run(
                DeleteCustomActionTypeRequest.builder().category("Test").provider("Lathe").version("1").build(),
                shop.request());
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(
            String error, CreateCustomActionTypeRequest.Builder request) {
        return assertThatThrownBy(() -> create(request)).isInstanceOfSatisfying(
                Fault.class, fault -> assertThat(fault.type()).isEqualTo(error));
    }
}
