package dev.pipewright.model;

import java.util.List;

/**
 * Who does the jobs of an integration action type, and how long one may take.
 *
 * @param jobTimeout the seconds that one job has, from the moment it is on offer; null for no limit but the action's
 * @param policyStatementsTemplate what an account has to permit; told to whoever asks, and null where nothing is said
 * @param pollingAccounts who may poll for the jobs; empty where nothing is said
 * @param pollingServicePrincipals which services may poll; empty where nothing is said
 * @param lambdaFunctionArn the function that is invoked with each job; null where job workers poll
 */
public record ActionTypeExecutor(
        ExecutorType type,
        Integer jobTimeout,
        String policyStatementsTemplate,
        List<String> pollingAccounts,
        List<String> pollingServicePrincipals,
        String lambdaFunctionArn) {
    /** Job workers of the account that brought the type. */
    public static final ActionTypeExecutor JOB_WORKER =
            new ActionTypeExecutor(ExecutorType.JobWorker, null, null, List.of(), List.of(), null);

    public ActionTypeExecutor {
        pollingAccounts = pollingAccounts == null ? List.of() : List.copyOf(pollingAccounts);
        pollingServicePrincipals = pollingServicePrincipals == null ? List.of() : List.copyOf(pollingServicePrincipals);
    }
}
