package dev.pipewright.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ConfigurationProperty;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActionCatalogTest {
    @Test
    void what_this_server_runs_is_available() {
        assertThat(Catalogs.CATALOG.available())
                .extracting(type -> type.id().toString())
                .containsExactly(
                        "Approval/AWS/Manual/1",
                        "Compute/AWS/Commands/1",
                        "Deploy/AWS/S3/1",
                        "Source/AWS/CodeCommit/1",
                        "Source/AWS/CodeStarSourceConnection/1",
                        "Source/AWS/S3/1");
    }

    @Test
    void a_type_that_no_provider_serves_is_known_and_not_available() {
        var type = find(ActionCategory.Deploy, ActionOwner.ThirdParty, "AlexaSkillsKit");
        assertThat(type.available()).isFalse();
        assertThat(type.configurationProperties())
                .extracting(ConfigurationProperty::name)
                .containsExactly("ClientId", "ClientSecret", "RefreshToken", "SkillId");
        assertThat(type.configurationProperties())
                .filteredOn(ConfigurationProperty::secret)
                .extracting(ConfigurationProperty::name)
                .containsExactly("ClientSecret", "RefreshToken");
        assertThat(find(ActionCategory.Source, ActionOwner.AWS, "ECR").configurationProperties())
                .filteredOn(property -> !property.required())
                .extracting(ConfigurationProperty::name)
                .containsExactly("ImageTag");
    }

    @Test
    void one_provider_name_may_stand_for_two_types() {
        assertThat(find(ActionCategory.Deploy, ActionOwner.AWS, "Lambda").v2Only()).isTrue();
        var invoke = find(ActionCategory.Invoke, ActionOwner.AWS, "Lambda");
        assertThat(invoke.v2Only()).isFalse();
        assertThat(invoke.timeout()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void a_provider_takes_the_place_of_a_type_that_was_only_known() {
        var known = find(ActionCategory.Build, ActionOwner.AWS, "CodeBuild");
        var provided = new ActionType(
                known.id(),
                known.settings(),
                List.of(),
                known.inputArtifacts(),
                known.outputArtifacts(),
                known.timeout(),
                false,
                true);
        assertThat(ActionCatalog.of(List.of(provided)).find(known.id())).hasValue(provided);
    }

    @Test
    void a_custom_type_is_found_and_not_listed() {
        assertThat(Catalogs.CATALOG.find(Catalogs.CUSTOM)).hasValue(Catalogs.FORGE);
        assertThat(Catalogs.CATALOG.available()).doesNotContain(Catalogs.FORGE);
    }

    @Test
    void a_type_of_another_version_is_unknown() {
        var second = new ActionTypeId(ActionCategory.Source, ActionOwner.AWS, "S3", "2");
        assertThat(Catalogs.CATALOG.find(second)).isEmpty();
    }

    @Test
    void no_type_is_declared_twice_and_every_count_is_a_range() {
        var types = ServiceTypes.NOT_YET_AVAILABLE;
        assertThat(types).extracting(ActionType::id).doesNotHaveDuplicates();
        assertThat(types).allSatisfy(type -> {
            assertThat(type.inputArtifacts().minimumCount()).isLessThanOrEqualTo(type.inputArtifacts().maximumCount());
            assertThat(type.outputArtifacts().minimumCount())
                    .isLessThanOrEqualTo(type.outputArtifacts().maximumCount());
            assertThat(type.configurationProperties())
                    .extracting(ConfigurationProperty::name)
                    .doesNotHaveDuplicates()
                    .allSatisfy(name -> assertThat(name).matches("[A-Za-z0-9]+"));
        });
    }

    private static ActionType find(ActionCategory category, ActionOwner owner, String provider) {
        return Catalogs.CATALOG
                .find(new ActionTypeId(category, owner, provider, "1"))
                .orElseThrow();
    }
}
