package dev.pipewright.action.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.action.ArtifactKeys;
import dev.pipewright.action.Given;
import dev.pipewright.action.Progress;
import dev.pipewright.action.aws.AwsClients;
import dev.pipewright.action.aws.FakeAws;
import dev.pipewright.action.aws.FakeAws.Answer;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeDeclaration;
import dev.pipewright.model.ActionTypeExecutor;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ActionTypeSettings;
import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.ExecutorType;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.IntegrationType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LambdaExecutorTest {
    private static final String FUNCTION = "arn:aws:lambda:us-west-2:999988887777:function:scan";
    private static final ActionTypeExecutor LAMBDA =
            new ActionTypeExecutor(ExecutorType.Lambda, 60, null, null, null, FUNCTION);

    private final FakeAws fake = new FakeAws().does(_ -> new Answer(202, "application/json", ""));
    private final AwsClients aws = fake.clients();
    private final ArtifactKeys keys =
            (request, life) -> new ArtifactKeys.Key("ASIA1", "hidden", "token", request.run().startedAt().plus(life));

    @AfterEach
    void close() {
        aws.close();
        fake.close();
    }

    private Given given(ActionTypeExecutor executor, String... allowed) {
        return given(Optional.of("partner"), executor, allowed);
    }

    private Given given(Optional<String> partner, ActionTypeExecutor executor, String... allowed) {
        var type = new ActionType(
                new ActionTypeId(ActionCategory.Test, ActionOwner.ThirdParty, "Scan", "1"), ActionTypeSettings.NONE,
                List.of(), new ArtifactCount(0, 1), new ArtifactCount(0, 1), ActionType.CUSTOM_TIMEOUT, false, true);
        var declaration = new ActionTypeDeclaration(type, null, executor, List.of(allowed));
        var integrated = new IntegrationType("999988887777", partner, declaration);
        return Given.action(new LambdaExecutor(integrated, new LambdaCall(aws, keys)))
                .with(Map.of("Project", "till"))
                .reading("App");
    }

    @Test
    void the_job_goes_to_the_function_in_the_region_of_the_function() throws Exception {
        var handed = (Progress.HandedOver) given(LAMBDA, "*").advance();

        assertThat(handed.details().externalExecutionId()).isEqualTo(FUNCTION);
        var asked = fake.asked().getFirst();
        assertThat(asked.path()).endsWith("/invocations").contains("scan");
        assertThat(asked.header("Authorization")).contains("/us-west-2/lambda/");
        assertThat(asked.json().at("/CodePipeline.job/id").stringValue()).isEqualTo(Given.ID);
        assertThat(asked.json().at("/CodePipeline.job/data/actionConfiguration/configuration/Project").stringValue())
                .isEqualTo("till");
    }

    @Test
    void asked_again_it_tells_the_function_the_same() throws Exception {
        given(LAMBDA, "*").advance();
        given(LAMBDA, "*").advance();
        assertThat(fake.asked().getFirst().body()).isEqualTo(fake.asked().getLast().body());
    }

    @Test
    void an_account_that_may_not_use_the_type_any_more_gets_nothing_done() throws Exception {
        assertThat(given(LAMBDA).failure().type()).isEqualTo(FailureType.PermissionError);
        assertThat(given(LAMBDA, "444455556666").failure().message()).contains("'111122223333'");
        assertThat(fake.asked()).isEmpty();
    }

    @Test
    void the_function_of_a_removed_partner_is_not_invoked_any_more() throws Exception {
        assertThat(given(Optional.empty(), LAMBDA, "*").failure().message()).contains("is removed");
        assertThat(fake.asked()).isEmpty();
    }

    @Test
    void a_type_that_is_not_one_of_functions_any_more_fails_what_was_taken_for_one() throws Exception {
        assertThat(given(ActionTypeExecutor.JOB_WORKER, "*").failure().message()).contains("Test/ThirdParty/Scan/1");
        assertThat(fake.asked()).isEmpty();
    }

    @Test
    void a_function_that_is_not_there_is_named() throws Exception {
        fake.does(_ -> Answer.refused(404, "ResourceNotFoundException", "Function not found"));
        var failure = given(LAMBDA, "*").failure();
        assertThat(failure.type()).isEqualTo(FailureType.ConfigurationError);
        assertThat(failure.message()).startsWith("The function \"" + FUNCTION + "\" could not be invoked: ");
    }
}
