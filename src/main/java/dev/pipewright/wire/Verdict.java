package dev.pipewright.wire;

/** What the policies of a principal say to an {@link Access}. */
public enum Verdict {
    /** It is allowed. */
    ALLOWED,
    /** Nothing that is attached to the principal allows it. */
    NOT_ALLOWED,
    /** A policy forbids it, whatever others say. */
    DENIED,
    /** It is no part of what these temporary credentials were given out for. */
    NOT_IN_SESSION,
    /** The resource is another account's, which has allowed nothing. */
    OF_ANOTHER_ACCOUNT;

    /** The reason in AWS's words, after the sentence that names who, what and where. */
    String reason(String action) {
        return switch (this) {
            case ALLOWED -> throw new IllegalStateException("what is allowed needs no reason");
            case NOT_ALLOWED -> "because no identity-based policy allows the " + action + " action";
            case DENIED -> "with an explicit deny in an identity-based policy";
            case NOT_IN_SESSION -> "because no session policy allows the " + action + " action";
            case OF_ANOTHER_ACCOUNT -> "because no resource-based policy allows the " + action + " action";
        };
    }
}
