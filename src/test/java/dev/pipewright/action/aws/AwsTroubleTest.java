package dev.pipewright.action.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.action.Progress;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Outcome;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

class AwsTroubleTest {
    private static Outcome.Failed failed(SdkException trouble) {
        var done = (Progress.Done) AwsTrouble.failed("The build could not be started", trouble);
        return (Outcome.Failed) done.outcome();
    }

    private static SdkException refused(int status, String code, String message) {
        return AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
                .build();
    }

    @Test
    void a_refusal_ends_with_what_the_service_says() {
        var failure = failed(refused(400, "ResourceNotFoundException", "There is no such project"));
        assertThat(failure.type()).isEqualTo(FailureType.ConfigurationError);
        assertThat(failure.message())
                .isEqualTo("The build could not be started: ResourceNotFoundException, There is no such project.");
    }

    @Test
    void a_missing_permission_is_one_whatever_the_status() {
        assertThat(failed(refused(400, "AccessDeniedException", "No")).type()).isEqualTo(FailureType.PermissionError);
        assertThat(failed(refused(403, "Forbidden", null)).type()).isEqualTo(FailureType.PermissionError);
    }

    @Test
    void an_answer_that_says_nothing_is_told_by_its_status() {
        assertThat(failed(refused(404, null, null)).message())
                .isEqualTo("The build could not be started: the answer has status 404 and is not in the form of AWS.");
    }

    @Test
    void how_often_was_tried_is_not_told() {
        var failure = failed(SdkClientException.create("Connection refused (SDK Attempt Count: 4)"));
        assertThat(failure.type()).isEqualTo(FailureType.SystemUnavailable);
        assertThat(failure.message()).isEqualTo("The build could not be started: Connection refused.");
    }
}
