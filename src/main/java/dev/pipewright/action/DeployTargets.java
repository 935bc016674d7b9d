package dev.pipewright.action;

import dev.pipewright.model.DeployTarget;
import dev.pipewright.model.DeployTargetStatus;
import java.util.List;
import java.util.Optional;

/** What is known of the targets of deploy actions; ListDeployActionExecutionTargets tells of it. */
public interface DeployTargets {
    /**
     * The last deployment to a target.
     *
     * @param content names what was deployed
     */
    record Last(String content, DeployTargetStatus status) {}

    /** The targets of a run in their order, as they were recorded last; none where none was recorded. */
    List<DeployTarget> of(ActionRequest request);

    /**
     * Records targets of a run: unknown ones after those that are known, known ones in the place of what was known of
     * them. It is kept when this returns, unless the pipeline is deleted.
     *
     * @param content names what is deployed to them: the same name, the same files and scripts
     */
    void record(ActionRequest request, String content, List<DeployTarget> targets);

    /** What the last run but this one that did anything to a target did to it; empty where none ever did. */
    Optional<Last> last(ActionRequest request, String targetId);
}
