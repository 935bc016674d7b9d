package dev.pipewright.model;

/** How far a deployment to one target, or one event of it, has come. */
public enum DeployTargetStatus {
    Pending,
    InProgress,
    Succeeded,
    Failed,
    Skipped;

    /** Whether nothing more will happen. */
    public boolean isFinal() {
        return switch (this) {
            case Pending, InProgress -> false;
            case Succeeded, Failed, Skipped -> true;
        };
    }
}
