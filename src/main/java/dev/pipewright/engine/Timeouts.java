package dev.pipewright.engine;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import java.time.Duration;

/** How long a run may take, as the service's quotas have it. */
public final class Timeouts {
    private Timeouts() {}

    /** The time of this action: that of its type, or what a manual approval says for itself. */
    public static Duration of(Action action) {
        var type = action.actionTypeId();
        if (type.category() == ActionCategory.Rule && action.timeoutInMinutes() != null) {
            var stated = Duration.ofMinutes(action.timeoutInMinutes());
            return type.provider().equals("Commands") && stated.compareTo(of(type)) > 0 ? of(type) : stated;
        }
        return isManualApproval(type) && action.timeoutInMinutes() != null
                ? Duration.ofMinutes(action.timeoutInMinutes())
                : of(type);
    }

    /** The time of an action type, known from its identity alone; all that workers outside work for have the same. */
    public static Duration of(ActionTypeId type) {
        return switch (type.owner()) {
            case Custom -> ActionType.CUSTOM_TIMEOUT;
            case ThirdParty -> isGitHub(type) ? Duration.ofMinutes(60) : ActionType.CUSTOM_TIMEOUT;
            case AWS -> ofAws(type);
        };
    }

    /** The one type of its owner that this server works for itself; partners work for the others. */
    private static boolean isGitHub(ActionTypeId type) {
        return type.category() == ActionCategory.Source && type.provider().equals("GitHub");
    }

    /** Whether actions of the type may say {@code timeoutInMinutes}. */
    static boolean isManualApproval(ActionTypeId type) {
        return type.category() == ActionCategory.Approval
                && type.owner() == ActionOwner.AWS
                && type.provider().equals("Manual");
    }

    private static Duration ofAws(ActionTypeId type) {
        return switch (type.category() + "/" + type.provider()) {
            case "Approval/Manual", "Invoke/StepFunctions" -> Duration.ofDays(7);
            case "Deploy/CodeDeploy", "Deploy/CodeDeployToECS" -> Duration.ofDays(5);
            case "Deploy/CloudFormation" -> Duration.ofDays(3);
            case "Build/CodeBuild" -> Duration.ofHours(36);
            case "Rule/Commands" -> Duration.ofMinutes(55);
            case "Invoke/Lambda" -> Duration.ofHours(24);
            case "Test/CodeBuild" -> Duration.ofHours(8);
            case "Deploy/S3" -> Duration.ofMinutes(90);
            case "Compute/Commands" -> Duration.ofMinutes(55);
            default -> type.category() == ActionCategory.Rule ? Duration.ofHours(24) : Duration.ofMinutes(60);
        };
    }
}
