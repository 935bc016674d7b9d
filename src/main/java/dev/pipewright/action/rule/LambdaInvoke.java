package dev.pipewright.action.rule;

import dev.pipewright.action.ActionProvider;
import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.ArtifactKeys;
import dev.pipewright.action.Progress;
import dev.pipewright.action.aws.AwsClients;
import dev.pipewright.action.lambda.LambdaCall;
import dev.pipewright.model.ActionType;

/**
 * A rule that invokes a Lambda function with its job and leaves the job to it: the function answers with
 * PutJobSuccessResult or PutJobFailureResult, and what it returns does not count. An answer with a continuation token
 * invokes it again, with a new job that carries the token.
 */
public final class LambdaInvoke implements ActionProvider {
    private static final ActionType TYPE = RuleTypes.type(
            "LambdaInvoke",
            1,
            RuleTypes.required("FunctionName", "The function, by its name or ARN."),
            RuleTypes.optional("UserParameters", "A text for the function."));

    private final LambdaCall call;

    /** A rule that reaches Lambda through the given clients. */
    public LambdaInvoke(AwsClients aws, ArtifactKeys keys) {
        this.call = new LambdaCall(aws, keys);
    }

    @Override
    public ActionType type() {
        return TYPE;
    }

    @Override
    public Progress advance(ActionRequest request) {
        return call.invoke(request, AwsRegion.of(request), request.setting("FunctionName"));
    }
}
