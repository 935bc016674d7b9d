package dev.pipewright.action.lambda;

import dev.pipewright.action.ActionProvider;
import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.Progress;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ExecutorType;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.IntegrationType;

/**
 * Works for one action type that a partner brought, by invoking the function that the type names, in that function's
 * region. An answer with a continuation token invokes it again, with a new job that carries the token.
 */
public final class LambdaExecutor implements ActionProvider {
    private static final int REGION_OF_ARN = 3;

    private final IntegrationType type;
    private final LambdaCall call;

    public LambdaExecutor(IntegrationType type, LambdaCall call) {
        this.type = type;
        this.call = call;
    }

    @Override
    public ActionType type() {
        return type.declaration().type();
    }

    @Override
    public Progress advance(ActionRequest request) {
        if (type.partner().isEmpty()) {
            return Progress.failed(
                    FailureType.ConfigurationError, "The partner that works for the action type %s is removed",
                    type.id());
        }
        var executor = type.declaration().executor();
        if (executor.type() != ExecutorType.Lambda) {
            return Progress.failed(
                    FailureType.ConfigurationError,
                    "The action type %s has changed and is not worked for by a Lambda function any more",
                    type.id());
        }
        var account = request.pipeline().account();
        if (!type.mayUse(account)) {
            return Progress.failed(
                    FailureType.PermissionError, "The action type %s does not allow the account '%s' to use it",
                    type.id(), account);
        }
        var function = executor.lambdaFunctionArn();
        return call.invoke(request, function.split(":", -1)[REGION_OF_ARN], function);
    }
}
