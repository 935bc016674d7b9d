package dev.pipewright.action.rule;

import static dev.pipewright.action.rule.Texts.shown;

import dev.pipewright.action.ActionProvider;
import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.ArtifactKeys;
import dev.pipewright.action.Progress;
import dev.pipewright.action.aws.AwsClients;
import dev.pipewright.action.aws.AwsClients.NotConfigured;
import dev.pipewright.action.aws.AwsTrouble;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.FailureType;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/**
 * A rule that invokes a Lambda function with its job and leaves the job to it: the function answers with
 * PutJobSuccessResult or PutJobFailureResult, and what it returns does not count. An answer with a continuation token
 * invokes it again, with a new job that carries the token.
 *
 * <p>A server that dies right after the call invokes the function again, for the same job. Lambda itself promises no
 * less often than once.
 */
public final class LambdaInvoke implements ActionProvider {
    private static final ActionType TYPE = RuleTypes.type(
            "LambdaInvoke",
            1,
            RuleTypes.required("FunctionName", "The function, by its name or ARN."),
            RuleTypes.optional("UserParameters", "A text for the function."));

    private final AwsClients aws;
    private final ArtifactKeys keys;

    /** A rule that reaches Lambda through the given clients. */
    public LambdaInvoke(AwsClients aws, ArtifactKeys keys) {
        this.aws = aws;
        this.keys = keys;
    }

    @Override
    public ActionType type() {
        return TYPE;
    }

    @Override
    public Progress advance(ActionRequest request) {
        var function = request.setting("FunctionName");
        try {
            var event = LambdaEvent.of(request, keys.of(request, LambdaEvent.KEY_LIFE));
            aws.lambda(AwsRegion.of(request))
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
}
