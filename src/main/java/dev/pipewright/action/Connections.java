package dev.pipewright.action;

/** The Git hosts that connections lead to. */
public interface Connections {
    /** A connection that leads nowhere; the message is a sentence for whoever named it. */
    final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unusable(String sentence) {
            super(sentence, null, false, false);
        }
    }

    /**
     * What a connection leads to.
     *
     * @param providerType the kind of host, as {@code ProviderType} of CodeConnections
     * @param repositories the host's repositories, by their full names
     */
    record Connected(String providerType, Repositories repositories) {}

    /**
     * The host that a connection leads to.
     *
     * @param arn the connection, in either spelling
     * @throws Unusable when there is no such connection, or it does not know its host yet
     */
    Connected connected(String arn) throws Unusable;
}
