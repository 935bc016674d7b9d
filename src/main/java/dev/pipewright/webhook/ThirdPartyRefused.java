package dev.pipewright.webhook;

/** The third party did not do what it was asked for; the message says why, without tokens. */
public final class ThirdPartyRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean certain;

    ThirdPartyRefused(String message, boolean certain) {
        super(message);
        this.certain = certain;
    }

    /** Whether it surely was not done; otherwise it may have been, and only the answer is missing. */
    public boolean isCertain() {
        return certain;
    }
}
