package dev.pipewright.model;

/** The identity of an action type, such as {@code Source/AWS/S3/1}. */
public record ActionTypeId(ActionCategory category, ActionOwner owner, String provider, String version) {
    @Override
    public String toString() {
        return category + "/" + owner + "/" + provider + "/" + version;
    }
}
