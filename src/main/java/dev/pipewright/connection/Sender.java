package dev.pipewright.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pipewright.connection.Payload.Unreadable;
import dev.pipewright.model.ConnectionProvider;
import dev.pipewright.webhook.HubSignature;
import jakarta.servlet.http.HttpServletRequest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** How a kind of host proves its deliveries, tells them apart, and says what is in them. */
enum Sender {
    GITHUB("X-Hub-Signature-256", "X-GitHub-Event", "X-GitHub-Delivery") {
        @Override
        List<News> news(String event, Payload payload) throws Unreadable {
            return GitHubPayload.news(event, payload);
        }
    },
    GITLAB("X-Gitlab-Token", "X-Gitlab-Event", "X-Gitlab-Event-UUID") {
        @Override
        List<News> news(String event, Payload payload) throws Unreadable {
            return GitLabPayload.news(event, payload);
        }

        /** GitLab sends the secret itself. It is compared in a form that does not tell how long it is. */
        @Override
        boolean isProven(HttpServletRequest request, byte[] body, String secret) {
            var token = request.getHeader(proofHeader());
            return token != null
                    && MessageDigest.isEqual(sha256(token.getBytes(UTF_8)), sha256(secret.getBytes(UTF_8)));
        }

        /** Nothing in a delivery's body is proven, and two pushes can have the same one. */
        @Override
        List<String> deliveries(HttpServletRequest request, byte[] body) {
            return named(request).map(List::of).orElse(List.of());
        }
    },
    BITBUCKET("X-Hub-Signature", "X-Event-Key", "X-Request-UUID") {
        @Override
        List<News> news(String event, Payload payload) throws Unreadable {
            return BitbucketPayload.news(event, payload);
        }
    };

    private static final int LONGEST_ID = 128;

    private final String proofHeader;
    private final String eventHeader;
    private final String deliveryHeader;

    Sender(String proofHeader, String eventHeader, String deliveryHeader) {
        this.proofHeader = proofHeader;
        this.eventHeader = eventHeader;
        this.deliveryHeader = deliveryHeader;
    }

    /** The sender behind a kind of host; empty for one that tells nothing this way. */
    static Optional<Sender> of(ConnectionProvider provider) {
        return switch (provider) {
            case GitHub, GitHubEnterpriseServer -> Optional.of(GITHUB);
            case GitLab, GitLabSelfManaged -> Optional.of(GITLAB);
            case Bitbucket -> Optional.of(BITBUCKET);
            case Pipewright, Git -> Optional.empty();
        };
    }

    String proofHeader() {
        return proofHeader;
    }

    String eventHeader() {
        return eventHeader;
    }

    /** What a delivery tells; nothing where no pipeline can care. */
    abstract List<News> news(String event, Payload payload) throws Unreadable;

    /** Whether a delivery comes from somebody who knows the secret. Takes the same time however wrong it is. */
    boolean isProven(HttpServletRequest request, byte[] body, String secret) {
        return HubSignature.isValid(
                secret, body, Optional.empty(), Optional.ofNullable(request.getHeader(proofHeader)));
    }

    /**
     * What tells a delivery from others. The id in the header is not covered by the proof, the body is: somebody who
     * sends a proven body again under another id starts nothing.
     */
    List<String> deliveries(HttpServletRequest request, byte[] body) {
        var deliveries = new ArrayList<String>();
        named(request).ifPresent(deliveries::add);
        deliveries.add("sha256:" + HexFormat.of().formatHex(sha256(body)));
        return deliveries;
    }

    Optional<String> named(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(deliveryHeader))
                .filter(id -> !id.isEmpty() && id.length() <= LONGEST_ID)
                .map(id -> "id:" + id);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
