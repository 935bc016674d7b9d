package dev.pipewright.action.lambda;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.ArtifactKeys;
import dev.pipewright.action.Progress;
import dev.pipewright.action.aws.AwsClients;
import dev.pipewright.action.aws.AwsClients.NotConfigured;
import dev.pipewright.action.aws.AwsTrouble;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.FailureType;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/**
 * Hands jobs to Lambda functions, which answer with PutJobSuccessResult or PutJobFailureResult; what a function returns
 * does not count.
 *
 * <p>A server that dies right after the call invokes the function again, for the same job. Lambda itself promises no
 * less often than once.
 */
public record LambdaCall(AwsClients aws, ArtifactKeys keys) {
    private static final int LONGEST_NAME = 200;

    /**
     * Invokes a function with the request's job.
     *
     * @param function its name or ARN
     */
    public Progress invoke(ActionRequest request, String region, String function) {
        try {
            var event = LambdaEvent.of(request, keys.of(request, LambdaEvent.KEY_LIFE));
            aws.lambda(region)
                    .invoke(call -> call.functionName(function)
                            .invocationType(InvocationType.EVENT)
                            .payload(SdkBytes.fromUtf8String(event)));
            return new Progress.HandedOver(new ExecutionDetails(
                    "The function %s has been invoked and is to answer the job.".formatted(shown(function)),
                    function, null, null, null));
        } catch (NotConfigured unusable) {
            return Progress.failed(FailureType.ConfigurationError, "%s", unusable.getMessage());
        } catch (SdkException trouble) {
            return AwsTrouble.failed("The function %s could not be invoked".formatted(shown(function)), trouble);
        }
    }

    private static String shown(String name) {
        return '"' + (name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...") + '"';
    }
}
