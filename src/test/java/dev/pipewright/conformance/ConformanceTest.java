package dev.pipewright.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the server to the SDK's own model: each request member is read, each response member can come, each modelled
 * error can be provoked. The scenarios are told once, through the SDK's client to a whole server; what they have not
 * shown has to stand in {@code exceptions.txt} with a reason, and what stands there must not be shown.
 */
@Timeout(300)
final class ConformanceTest {
    private static final List<SdkOperation> OPERATIONS = SdkOperation.all();
    private static final Exceptions EXCEPTIONS = Exceptions.read();
    private static final Evidence EVIDENCE = new Evidence();
    private static final Map<String, Throwable> TOLD = new LinkedHashMap<>();

    @TempDir
    static Path data;

    @BeforeAll
    static void tell() throws Exception {
        var folder = Files.createDirectories(data.resolve("server"));
        Crowd.putInto(folder);
        Partnership.putInto(folder);
        try (var machines = Machines.start(data)) {
            machines.putInto(folder);
            try (var server = new Served(folder)) {
                tell(server);
            }
        }
    }

    private static void tell(Served server) {
        var region = 0;
        for (var scenario : Scenarios.ALL) {
            tell(server, "conformance-" + ++region, scenario);
        }
        tell(server, Crowd.REGION, new LimitScenario());
        tell(server, Machines.REGION, new TargetScenario(data.resolve("deployed")));
    }

    private static void tell(Served server, String region, Scenario scenario) {
        TOLD.put(scenario.getClass().getSimpleName(), outcome(scenario, new Scene(server, region, EVIDENCE)));
    }

    private static Throwable outcome(Scenario scenario, Scene scene) {
        try {
            scenario.play(scene);
            scene.end();
            return null;
        } catch (Exception | AssertionError e) {
            return e;
        }
    }

    @TestFactory
    Stream<DynamicTest> every_scenario_goes_as_told() {
        return TOLD.entrySet().stream().map(told -> DynamicTest.dynamicTest(told.getKey(), () -> {
            if (told.getValue() != null) throw told.getValue();
        }));
    }

    @Test
    void there_are_44_operations() {
        assertThat(OPERATIONS).hasSize(44);
    }

    @Test
    void each_request_member_is_read() {
        assertThat(differences(
                        Exceptions.Kind.UNREAD, SdkOperation::requestMembers,
                        operation -> EVIDENCE.read(operation.name())))
                .isEmpty();
    }

    @Test
    void each_response_member_can_come() {
        assertThat(differences(
                        Exceptions.Kind.UNFILLED, SdkOperation::responseMembers,
                        operation -> EVIDENCE.filled(operation.name())))
                .isEmpty();
    }

    @Test
    void each_modelled_error_can_be_provoked() {
        assertThat(differences(
                        Exceptions.Kind.UNPROVOKED, SdkOperation::errors,
                        operation -> EVIDENCE.provoked(operation.name())))
                .isEmpty();
    }

    @Test
    void an_error_that_is_not_modelled_is_listed() {
        var surprises = new ArrayList<String>();
        for (var operation : OPERATIONS) {
            for (var error : EVIDENCE.provoked(operation.name())) {
                var modelled = operation.errors().contains(error);
                var listed = EXCEPTIONS.reason(Exceptions.Kind.BEYOND, operation.name(), error).isPresent();
                if (!modelled && !listed) surprises.add(operation.name() + " " + error + " is not modelled");
            }
        }
        surprises.addAll(EXCEPTIONS.unused(Exceptions.Kind.BEYOND, (operation, error) -> OPERATIONS.stream()
                .filter(each -> each.name().equals(operation))
                .anyMatch(each -> EVIDENCE.provoked(operation).contains(error) && !each.errors().contains(error))));
        assertThat(surprises).isEmpty();
    }

    @Test
    void the_page_about_the_api_is_up_to_date() throws IOException {
        var page = Files.readString(ApiPage.PLACE);
        var expected = ApiPage.expected(page, EXCEPTIONS);
        if (Boolean.getBoolean("pipewright.write")) {
            Files.writeString(ApiPage.PLACE, expected);
        } else {
            assertThat(page).as("docs/api.md; -Dpipewright.write=true writes it").isEqualTo(expected);
        }
    }

    private interface Of {
        Set<String> in(SdkOperation operation);
    }

    /** What the model has, nobody showed and nobody excused; and what is excused for nothing. */
    private static List<String> differences(Exceptions.Kind kind, Of model, Of shown) {
        var differences = new ArrayList<String>();
        for (var operation : OPERATIONS) {
            for (var member : model.in(operation)) {
                var excused = EXCEPTIONS.reason(kind, operation.name(), member).isPresent();
                var seen = shown.in(operation).contains(member);
                if (!seen && !excused) differences.add("%s %s: nothing shows it".formatted(operation.name(), member));
                if (seen && excused) differences.add("%s %s: excused, and shown".formatted(operation.name(), member));
            }
        }
        differences.addAll(EXCEPTIONS.unused(kind, (name, member) -> OPERATIONS.stream()
                .anyMatch(operation -> operation.name().equals(name) && model.in(operation).contains(member))));
        return differences;
    }
}
