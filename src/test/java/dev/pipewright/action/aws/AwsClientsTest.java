package dev.pipewright.action.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.action.aws.AwsClients.NotConfigured;
import dev.pipewright.action.aws.FakeAws.Answer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

class AwsClientsTest {
    private static final AwsCredentialsProvider NONE = () -> {
        throw SdkClientException.create("no credentials anywhere");
    };
    private static final AwsCredentialsProvider SOME =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEXAMPLE", "secret"));

    private final FakeAws fake = new FakeAws().does(_ -> Answer.json("{\"builds\":[]}"));

    @AfterEach
    void close() {
        fake.close();
    }

    private static void ask(AwsClients clients) throws NotConfigured {
        clients.codeBuild("eu-west-1").batchGetBuilds(request -> request.ids("shop:1"));
    }

    @Test
    void without_credentials_and_address_the_missing_setting_is_named() {
        try (var clients = new AwsClients(Optional.empty(), _ -> null, NONE)) {
            assertThatThrownBy(() -> clients.cloudWatch("eu-west-1"))
                    .isInstanceOf(NotConfigured.class)
                    .hasMessage("CloudWatch cannot be reached: the server has neither AWS credentials nor an address"
                            + " for it. Start it with --aws-endpoint, with AWS_ENDPOINT_URL_CLOUDWATCH, or with"
                            + " credentials where the AWS SDK looks for them.");
        }
    }

    @Test
    void requests_are_signed_for_the_region() throws Exception {
        try (var clients = new AwsClients(Optional.of(fake.address()), _ -> null, SOME)) {
            ask(clients);
        }
        assertThat(fake.asked().getFirst().header("Authorization"))
                .contains("Credential=AKIAEXAMPLE/", "/eu-west-1/codebuild/aws4_request");
    }

    @Test
    void an_address_of_ones_own_needs_no_credentials() throws Exception {
        try (var clients = new AwsClients(Optional.of(fake.address()), _ -> null, NONE)) {
            ask(clients);
        }
        assertThat(fake.asked()).hasSize(1);
        assertThat(fake.asked().getFirst().header("Authorization")).isEmpty();
    }

    @Test
    void the_address_of_one_service_goes_before_that_of_all() throws Exception {
        try (var other = new FakeAws();
                var clients = new AwsClients(
                        Optional.of(other.address()),
                        Map.of("AWS_ENDPOINT_URL_CODEBUILD", fake.address().toString())::get,
                        SOME)) {
            ask(clients);
            assertThat(other.asked()).isEmpty();
        }
        assertThat(fake.asked()).hasSize(1);
    }

    @Test
    void the_address_of_the_environment_serves_where_no_option_is_given() throws Exception {
        var environment = Map.of("AWS_ENDPOINT_URL", fake.address().toString());
        try (var clients = new AwsClients(Optional.empty(), environment::get, NONE)) {
            ask(clients);
        }
        assertThat(fake.asked()).hasSize(1);
    }

    @Test
    void an_address_that_is_none_is_named() {
        var environment = Map.of("AWS_ENDPOINT_URL_LAMBDA", "ftp://x y");
        try (var clients = new AwsClients(Optional.empty(), environment::get, SOME)) {
            assertThatThrownBy(() -> clients.lambda("eu-west-1"))
                    .isInstanceOf(NotConfigured.class)
                    .hasMessage("The server's environment variable AWS_ENDPOINT_URL_LAMBDA is \"ftp://x y\", which is"
                            + " not an http or https URL.");
        }
    }
}
