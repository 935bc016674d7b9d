package dev.pipewright.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeDeclaration;
import dev.pipewright.model.ActionTypeExecutor;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ActionTypeSettings;
import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.ConfigurationProperty;
import dev.pipewright.model.ExecutorType;
import dev.pipewright.model.IntegrationType;
import dev.pipewright.model.Partner;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PartnersTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final String ACCOUNT = "123456789012";
    private static final Partner ADA = new Partner("11111111-0000-4000-8000-000000000000", ACCOUNT, "ada", AT);
    private static final Partner BEN = new Partner("22222222-0000-4000-8000-000000000000", ACCOUNT, "ben", AT);

    @TempDir
    private Path folder;

    private Database database;

    @BeforeEach
    void open() {
        EmptyStore.putInto(folder);
        database = Database.open(folder, () -> "job");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void change(Consumer<Tx> change) {
        database.writer().commit(tx -> {
            change.accept(tx);
            return null;
        });
    }

    private Optional<Partner> withToken(String token) {
        return database.read(tables -> tables.partners().withToken(token));
    }

    private static IntegrationType type(String provider, Partner partner, ActionTypeExecutor executor) {
        var type = new ActionType(
                new ActionTypeId(ActionCategory.Test, ActionOwner.ThirdParty, provider, "1"), ActionTypeSettings.NONE,
                List.of(ConfigurationProperty.requiredSecret("Password")), new ArtifactCount(0, 1),
                new ArtifactCount(0, 5), ActionType.CUSTOM_TIMEOUT, false, true);
        return new IntegrationType(
                ACCOUNT, Optional.of(partner.id()), new ActionTypeDeclaration(type, "x", executor, List.of("*")));
    }

    @Test
    void a_partner_is_known_by_its_token_until_it_gets_another() {
        change(tx -> {
            assertThat(tx.partners().add(ADA, "a")).isTrue();
            assertThat(tx.partners().add(BEN, "b")).isTrue();
        });
        assertThat(withToken("a")).contains(ADA);
        assertThat(withToken("b")).contains(BEN);
        assertThat(withToken("c")).isEmpty();
        change(tx -> tx.partners().renew(ADA, "c"));
        assertThat(withToken("a")).isEmpty();
        assertThat(withToken("c")).contains(ADA);
        List<Partner> all = database.read(tables -> tables.partners().list(ACCOUNT));
        assertThat(all).containsExactly(ADA, BEN);
    }

    @Test
    void a_name_is_given_once_in_an_account() {
        change(tx -> {
            tx.partners().add(ADA, "a");
            assertThat(tx.partners().add(new Partner(BEN.id(), ACCOUNT, "ada", AT), "b")).isFalse();
            assertThat(tx.partners().add(new Partner(BEN.id(), "210987654321", "ada", AT), "b")).isTrue();
        });
        assertThat(withToken("b").orElseThrow().account()).isEqualTo("210987654321");
    }

    @Test
    void the_types_of_a_removed_partner_are_kept_for_those_who_still_name_them() {
        var workers = type("Scan", ADA, ActionTypeExecutor.JOB_WORKER);
        var function = type("Polish", BEN, new ActionTypeExecutor(
                ExecutorType.Lambda, 60, "{}", null, null, "arn:aws:lambda:eu-west-1:123456789012:function:polish"));
        change(tx -> {
            tx.partners().add(ADA, "a");
            tx.partners().add(BEN, "b");
            tx.integrationTypes().put(workers, AT);
            tx.integrationTypes().put(function, AT);
            tx.partners().remove(ADA);
        });

        assertThat(withToken("a")).isEmpty();
        Optional<IntegrationType> found = database.read(tables -> tables.integrationTypes().find(workers.id()));
        assertThat(found).isEmpty();
        Optional<IntegrationType> kept =
                database.read(tables -> tables.integrationTypes().findAlsoRemoved(workers.id()));
        assertThat(kept).contains(new IntegrationType(ACCOUNT, Optional.empty(), workers.declaration()));
        List<IntegrationType> all = database.read(tables -> tables.integrationTypes().all());
        assertThat(all).containsExactly(function);
        List<ActionTypeId> ofFunctions =
                database.read(tables -> tables.integrationTypes().executedBy(ExecutorType.Lambda));
        assertThat(ofFunctions).containsExactly(function.id());
        change(tx -> tx.partners().remove(BEN));
        List<ActionTypeId> left = database.read(tables -> tables.integrationTypes().executedBy(ExecutorType.Lambda));
        assertThat(left).isEmpty();
    }
}
