package dev.pipewright.action.aws;

import dev.pipewright.action.Progress;
import dev.pipewright.model.FailureType;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an AWS service answered that it did not do, as the failure of an action. */
public final class AwsTrouble {
    private static final int LONGEST = 500;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final Pattern ATTEMPTS = Pattern.compile(" \\(SDK Attempt Count: [0-9]+\\)$");

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
        var refused = (AwsServiceException) trouble;
        return refused.statusCode() == FORBIDDEN || refused.statusCode() == UNAUTHORIZED || isDenied(refused)
                ? FailureType.PermissionError
                : FailureType.ConfigurationError;
    }

    /** The services that speak JSON refuse with status 400 what others refuse with 403. */
    private static boolean isDenied(AwsServiceException refused) {
        var details = refused.awsErrorDetails();
        return details != null && details.errorCode() != null && details.errorCode().startsWith("AccessDenied");
    }

    private static String reason(SdkException trouble) {
        var said = trouble instanceof AwsServiceException refused
                ? said(refused)
                : ATTEMPTS.matcher(String.valueOf(trouble.getMessage())).replaceFirst("");
        var reason = said.length() <= LONGEST ? said : said.substring(0, LONGEST) + "...";
        return reason.endsWith(".") ? reason : reason + ".";
    }

    private static String said(AwsServiceException refused) {
        var details = refused.awsErrorDetails();
        if (details == null || details.errorCode() == null) {
            return "the answer has status %d and is not in the form of AWS".formatted(refused.statusCode());
        }
        return details.errorMessage() == null
                ? details.errorCode()
                : "%s, %s".formatted(details.errorCode(), details.errorMessage());
    }
}
