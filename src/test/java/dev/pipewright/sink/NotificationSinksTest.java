package dev.pipewright.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.model.FailureType;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sns.SnsClient;

class NotificationSinksTest {
    private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:approvals";
    private static final Notification MESSAGE = new Notification(
            "11111111-0000-4000-8000-000000000000", TOPIC, "Please & thank you", "{\"a\":null}",
            Instant.parse("2026-03-01T10:00:00Z"));

    private final Receiver receiver = new Receiver();
    private final SnsClient sns = Client.of(SnsClient.builder(), receiver.address(""));

    @AfterEach
    void close() {
        sns.close();
        receiver.close();
    }

    private HttpNotifications http() {
        var signature = Signature.with(Signature.written(new byte[32]));
        return new HttpNotifications(receiver.address("/sns"), signature, MESSAGE::at);
    }

    private SnsNotifications sns() {
        return new SnsNotifications(_ -> sns);
    }

    @Test
    void http_gets_the_envelope_of_sns() throws Exception {
        try (var sink = http()) {
            sink.publish(MESSAGE);
        }
        var request = receiver.received().getFirst();
        assertThat(request.headers())
                .containsEntry("x-amz-sns-message-type", "Notification")
                .containsEntry("x-amz-sns-message-id", MESSAGE.id())
                .containsEntry("x-amz-sns-topic-arn", TOPIC)
                .containsEntry("webhook-id", MESSAGE.id())
                .containsKey("webhook-signature");
        assertThat(request.body()).isEqualTo("""
                {"Type":"Notification","MessageId":"11111111-0000-4000-8000-000000000000",\
                "TopicArn":"arn:aws:sns:eu-west-1:111122223333:approvals","Subject":"Please & thank you",\
                "Message":"{\\"a\\":null}","Timestamp":"2026-03-01T10:00:00.000Z"}""");
    }

    @ParameterizedTest
    @CsvSource({"401,PermissionError", "403,PermissionError", "404,ConfigurationError", "400,ConfigurationError",
            "302,ConfigurationError"})
    void http_refuses_for_good_by_its_status(int status, FailureType type) {
        receiver.answers(status);
        try (var sink = http()) {
            assertThatThrownBy(() -> sink.publish(MESSAGE))
                    .hasMessageContaining("status " + status)
                    .asInstanceOf(InstanceOfAssertFactories.type(Refused.class))
                    .extracting(Refused::type)
                    .isEqualTo(type);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 503})
    void http_that_is_in_trouble_is_tried_again(int status) {
        receiver.answers(status);
        try (var sink = http()) {
            assertThatThrownBy(() -> sink.publish(MESSAGE)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void sns_gets_a_publish_in_the_region_of_the_topic() throws Exception {
        receiver.answers(_ -> xml(200, """
                <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult>\
                <MessageId>x</MessageId></PublishResult></PublishResponse>"""));
        var regions = new ArrayList<String>();
        try (var sink = new SnsNotifications(region -> {
            regions.add(region);
            return sns;
        })) {
            sink.publish(MESSAGE);
        }
        assertThat(regions).containsExactly("eu-west-1");
        var form = URLDecoder.decode(receiver.received().getFirst().body(), StandardCharsets.UTF_8);
        assertThat(form)
                .contains("Action=Publish")
                .contains("TopicArn=" + TOPIC)
                .contains("Subject=Please & thank you")
                .contains("Message={\"a\":null}");
    }

    @ParameterizedTest
    @CsvSource({"403,AuthorizationError,PermissionError", "404,NotFound,ConfigurationError",
            "400,InvalidParameter,ConfigurationError"})
    void sns_refuses_for_good(int status, String code, FailureType type) {
        receiver.answers(_ -> error(status, code));
        try (var sink = sns()) {
            assertThatThrownBy(() -> sink.publish(MESSAGE))
                    .hasMessageContaining("The topic %s answers: Because".formatted(TOPIC))
                    .asInstanceOf(InstanceOfAssertFactories.type(Refused.class))
                    .extracting(Refused::type)
                    .isEqualTo(type);
        }
    }

    @ParameterizedTest
    @CsvSource({"400,Throttling", "500,InternalError", "403,ExpiredToken"})
    void sns_that_is_in_trouble_is_tried_again(int status, String code) {
        receiver.answers(_ -> error(status, code));
        try (var sink = sns()) {
            assertThatThrownBy(() -> sink.publish(MESSAGE)).isInstanceOf(IOException.class);
        }
    }

    private static Receiver.Answer error(int status, String code) {
        return xml(status, """
                <ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type>\
                <Code>%s</Code><Message>Because</Message></Error><RequestId>r</RequestId></ErrorResponse>"""
                .formatted(code));
    }

    private static Receiver.Answer xml(int status, String body) {
        return new Receiver.Answer(status, body, Map.of("Content-Type", "text/xml"));
    }
}
