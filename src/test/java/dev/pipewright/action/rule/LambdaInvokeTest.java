package dev.pipewright.action.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.action.ArtifactKeys;
import dev.pipewright.action.Given;
import dev.pipewright.action.Progress;
import dev.pipewright.action.aws.AwsClients;
import dev.pipewright.action.aws.FakeAws;
import dev.pipewright.action.aws.FakeAws.Answer;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Revision;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LambdaInvokeTest {
    private final FakeAws fake = new FakeAws().does(_ -> new Answer(202, "application/json", ""));
    private final AwsClients aws = fake.clients();
    private final ArtifactKeys keys =
            (request, life) -> new ArtifactKeys.Key("ASIA1", "hidden", "token", request.run().startedAt().plus(life));
    private final LambdaInvoke rule = new LambdaInvoke(aws, keys);

    @AfterEach
    void close() {
        aws.close();
        fake.close();
    }

    private Given given() {
        return Given.action(rule)
                .with(Map.of("FunctionName", "judge", "UserParameters", "{\"limit\":3}"))
                .reading("App")
                .after(new Revision("App", "c0ffee", null, null, null, null));
    }

    @Test
    void it_hands_the_job_to_the_function() throws Exception {
        var handed = (Progress.HandedOver) given().advance();

        assertThat(handed.details().externalExecutionId()).isEqualTo("judge");
        var asked = fake.asked().getFirst();
        assertThat(asked.path()).isEqualTo("/2015-03-31/functions/judge/invocations");
        assertThat(asked.header("X-amz-invocation-type")).isEqualTo("Event");
        var job = asked.json().get("CodePipeline.job");
        assertThat(job.get("id").stringValue()).isEqualTo(Given.ID);
        assertThat(job.get("accountId").stringValue()).isEqualTo("111122223333");
        assertThat(job.get("data").propertyNames()).containsExactly(
                "actionConfiguration", "inputArtifacts", "outputArtifacts", "artifactCredentials", "encryptionKey");
        assertThat(job.at("/data/actionConfiguration/configuration/UserParameters").stringValue())
                .isEqualTo("{\"limit\":3}");
        assertThat(job.at("/data/inputArtifacts/0/name").stringValue()).isEqualTo("App");
        assertThat(job.at("/data/inputArtifacts/0/revision").stringValue()).isEqualTo("c0ffee");
        assertThat(job.at("/data/inputArtifacts/0/location/s3Location/objectKey").stringValue()).isEqualTo("App");
        assertThat(job.at("/data/artifactCredentials/accessKeyId").stringValue()).isEqualTo("ASIA1");
        assertThat(job.at("/data/artifactCredentials/expirationTime").longValue())
                .isEqualTo(Given.STARTED.plusSeconds(900).toEpochMilli());
    }

    @Test
    void the_token_of_an_earlier_answer_is_handed_on() {
        rule.advance(given().request(Optional.of("page 2")));
        assertThat(fake.asked().getFirst().json().at("/CodePipeline.job/data/continuationToken").stringValue())
                .isEqualTo("page 2");
    }

    @Test
    void asked_again_it_tells_the_function_the_same() throws Exception {
        given().advance();
        given().advance();
        assertThat(fake.asked().getFirst().body()).isEqualTo(fake.asked().getLast().body());
    }

    @Test
    void a_function_that_is_not_there_is_named() throws Exception {
        fake.does(_ -> Answer.refused(404, "ResourceNotFoundException", "Function not found: judge"));
        var failure = given().failure();
        assertThat(failure.type()).isEqualTo(FailureType.ConfigurationError);
        assertThat(failure.message()).startsWith("The function \"judge\" could not be invoked: ");
        assertThat(failure.message()).contains("Function not found: judge").doesNotContain("hidden");
    }

    @Test
    void a_name_cannot_lead_to_another_address() throws Exception {
        Given.action(rule).with(Map.of("FunctionName", "../../x?y=1#z")).advance();
        assertThat(fake.asked().getFirst().path()).startsWith("/2015-03-31/functions/").endsWith("/invocations");
    }
}
