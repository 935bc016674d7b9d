package dev.pipewright.action.aws;

import dev.pipewright.action.Progress;
import dev.pipewright.model.FailureType;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an AWS service answered that it did not do, as the failure of an action. */
public final class AwsTrouble {
    private static final int LONGEST = 500;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private AwsTrouble() {}

    /** Whether the same question may get another answer a little later. */
    public static boolean passes(SdkException trouble) {
        return !(trouble instanceof AwsServiceException refused)
                || refused.isThrottlingException()
                || refused.statusCode() == TOO_MANY
                || refused.statusCode() >= SERVER_ERROR;
    }

    /**
     * A failure whose sentence begins as given and ends with what the service says, or with why it does not answer:
     * the permission is missing, the service is not available, or what was asked for is wrong.
     */
    public static Progress failed(String beginning, SdkException trouble) {
        return Progress.failed(type(trouble), "%s: %s", beginning, reason(trouble));
    }

    private static FailureType type(SdkException trouble) {
        if (passes(trouble)) {
            return FailureType.SystemUnavailable;
        }
        var status = ((AwsServiceException) trouble).statusCode();
        return status == FORBIDDEN || status == UNAUTHORIZED
                ? FailureType.PermissionError
                : FailureType.ConfigurationError;
    }

    private static String reason(SdkException trouble) {
        var said = trouble instanceof AwsServiceException refused && refused.awsErrorDetails() != null
                ? "%s, %s".formatted(refused.awsErrorDetails().errorCode(), refused.awsErrorDetails().errorMessage())
                : String.valueOf(trouble.getMessage());
        var reason = said.length() <= LONGEST ? said : said.substring(0, LONGEST) + "...";
        return reason.endsWith(".") ? reason : reason + ".";
    }
}
