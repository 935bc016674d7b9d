package dev.pipewright.api;

import dev.pipewright.engine.Decision.Refuse;
import dev.pipewright.engine.Secrets;
import dev.pipewright.model.WebhookKey;
import dev.pipewright.store.StoreUnavailable;
import dev.pipewright.wire.Fault;

/** The errors that the API models, with the service's words where they are known. */
final class Faults {
    private Faults() {}

    static Fault validation(String message, Object... values) {
        return Fault.of("ValidationException", message, values);
    }

    static Fault pipelineNotFound(String account, String pipeline) {
        return Fault.of(
                "PipelineNotFoundException", "Account '%s' does not have a pipeline with name '%s'", account, pipeline);
    }

    static Fault executionNotFound(String pipeline, String executionId) {
        return Fault.of(
                "PipelineExecutionNotFoundException",
                "The pipeline '%s' does not have an execution with the ID '%s'",
                pipeline,
                executionId);
    }

    static Fault stageNotFound(String pipeline, String stage) {
        return Fault.of(
                "StageNotFoundException", "The pipeline '%s' has no stage named '%s'", pipeline, stage);
    }

    /** An execution that is not there is the latest nowhere. */
    static Fault notLatest(String pipeline, String executionId) {
        return Fault.of(
                "NotLatestPipelineExecutionException",
                "The pipeline '%s' does not have an execution with the ID '%s'",
                pipeline,
                executionId);
    }

    static Fault jobNotFound(String jobId) {
        return Fault.of("JobNotFoundException", "Job with id '%s' does not exist", jobId);
    }

    static Fault invalidJobState(String message, Object... values) {
        return Fault.of("InvalidJobStateException", message, values);
    }

    static Fault actionTypeNotFound(Object actionTypeId) {
        return Fault.of("ActionTypeNotFoundException", "There is no action type %s", actionTypeId);
    }

    static Fault webhookNotFound(WebhookKey webhook) {
        return Fault.of(
                "WebhookNotFoundException",
                "Account '%s' does not have a webhook with name '%s'",
                webhook.account(),
                webhook.name());
    }

    static Fault maskWithoutSecret(String webhook) {
        return Fault.of(
                "InvalidWebhookAuthenticationParametersException",
                "The SecretToken of the webhook '%s' is '%s', which may only stand for one that it has already",
                webhook, Secrets.MASK);
    }

    static Fault invalidNextToken() {
        return Fault.of("InvalidNextTokenException", "The next token is not one that this operation gave out");
    }

    static Fault resourceNotFound(String arn) {
        return Fault.of("ResourceNotFoundException", "There is no resource with the ARN '%s'", arn);
    }

    static Fault invalidArn(String arn) {
        return Fault.of(
                "InvalidArnException", "'%s' is not the ARN of a pipeline, a custom action type or a webhook", arn);
    }

    /** What a caller is told when an operation throws: for trouble with the disk, the sentence that says so. */
    static RuntimeException explain(RuntimeException thrown) {
        return thrown instanceof StoreUnavailable unavailable
                ? new Fault("ServiceUnavailable", 503, unavailable.getMessage())
                : thrown;
    }

    /** What a caller is told whom the engine refuses. */
    static Fault refused(Refuse refused) {
        return Fault.of(
                switch (refused.refusal()) {
                    case STAGE_NOT_FOUND -> "StageNotFoundException";
                    case ACTION_NOT_FOUND -> "ActionNotFoundException";
                    case INVALID_APPROVAL_TOKEN -> "InvalidApprovalTokenException";
                    case APPROVAL_ALREADY_COMPLETED -> "ApprovalAlreadyCompletedException";
                    case CONCURRENT_EXECUTIONS_LIMIT_EXCEEDED ->
                        "ConcurrentPipelineExecutionsLimitExceededException";
                    case CONFLICT -> "ConflictException";
                    case EXECUTION_NOT_STOPPABLE -> "PipelineExecutionNotStoppableException";
                    case DUPLICATED_STOP_REQUEST -> "DuplicatedStopRequestException";
                    case STAGE_NOT_RETRYABLE -> "StageNotRetryableException";
                    case NOT_LATEST_EXECUTION -> "NotLatestPipelineExecutionException";
                    case CONDITION_NOT_OVERRIDABLE -> "ConditionNotOverridableException";
                    case UNABLE_TO_ROLL_BACK -> "UnableToRollbackStageException";
                    case EXECUTION_OUTDATED -> "PipelineExecutionOutdatedException";
                },
                "%s",
                refused.message());
    }
}
