package dev.pipewright.model;

import java.util.Optional;

/**
 * An action type that a partner brought.
 *
 * @param account the account that brought it, which alone may change it
 * @param partner the id of the partner that works for it; empty once that partner is removed
 */
public record IntegrationType(String account, Optional<String> partner, ActionTypeDeclaration declaration) {
    private static final String EVERYBODY = "*";
    private static final int ACCOUNT_OF_ARN = 4;

    /** Its identity. */
    public ActionTypeId id() {
        return declaration.type().id();
    }

    /** Whether pipelines of the account may have actions of this type. */
    public boolean mayUse(String user) {
        var allowed = declaration.allowedAccounts();
        return allowed.isEmpty() ? user.equals(account) : allowed.contains(EVERYBODY) || allowed.contains(user);
    }

    /** Whether the account may poll for the jobs of this type. */
    public boolean mayPoll(String poller) {
        var executor = declaration.executor();
        if (executor.type() != ExecutorType.JobWorker) {
            return false;
        }
        return executor.pollingAccounts().isEmpty() ? poller.equals(account) : isPollingAccount(poller);
    }

    /** Whether the account is named as one that polls: it then needs no client token. */
    public boolean isPollingAccount(String poller) {
        return declaration.executor().type() == ExecutorType.JobWorker
                && declaration.executor().pollingAccounts().contains(poller);
    }

    /**
     * Whether the account may answer jobs of this type by PutJobSuccessResult and PutJobFailureResult.
     *
     * @param user the account of the job's pipeline
     */
    public boolean mayAnswer(String answerer, String user) {
        return switch (declaration.executor().type()) {
            case JobWorker -> isPollingAccount(answerer);
            case Lambda -> answerer.equals(user)
                    || answerer.equals(declaration.executor().lambdaFunctionArn().split(":", -1)[ACCOUNT_OF_ARN]);
        };
    }
}
