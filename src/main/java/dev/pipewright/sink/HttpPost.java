package dev.pipewright.sink;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends signed bodies to one address. Redirects are not followed, what is answered beside the status is not looked at,
 * and nobody is waited for longer than a few seconds.
 */
final class HttpPost implements AutoCloseable {
    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final Duration IN_ALL = Duration.ofSeconds(10);

    private final URI address;
    private final Signature signature;
    private final InstantSource clock;
    private final Duration patience;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TO_CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    HttpPost(URI address, Signature signature, InstantSource clock) {
        this(address, signature, clock, IN_ALL);
    }

    HttpPost(URI address, Signature signature, InstantSource clock, Duration patience) {
        this.address = address;
        this.signature = signature;
        this.clock = clock;
        this.patience = patience;
    }

    /** Where the address leads, for people to read: paths and queries of such addresses are often secrets. */
    String shown() {
        var root = address.getScheme() + "://" + address.getRawAuthority();
        return address.toString().length() - root.length() > 1 ? root + "/..." : root;
    }

    /** What tells the address from every other one without giving it away. */
    String name() {
        return shown() + " (" + HexFormat.of().formatHex(sha256(address.toString()), 0, 4) + ")";
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Sends one body and answers the status.
     *
     * @throws IOException when there is no answer in time; the message is a sentence that says so
     */
    int send(String id, byte[] body, Map<String, String> headers) throws IOException {
        var request = HttpRequest.newBuilder(address)
                .timeout(patience)
                .header("user-agent", "Pipewright")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        signature.headers(id, clock.instant(), body).forEach(request::header);
        var answer = client.sendAsync(request.build(), BodyHandlers.discarding());
        try {
            // The request's own timeout ends with the answer's headers; a body may come for ever.
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (TimeoutException e) {
            throw new IOException("%s did not answer in %d seconds".formatted(shown(), patience.toSeconds()), e);
        } catch (ExecutionException e) {
            throw new IOException("%s cannot be reached: %s".formatted(shown(), reason(e.getCause())), e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The wait for " + shown() + " was interrupted");
        } finally {
            answer.cancel(true);
        }
    }

    private static String reason(Throwable cause) {
        if (cause.getMessage() != null) {
            return cause.getMessage();
        }
        return cause instanceof ConnectException ? "nobody answers" : cause.getClass().getSimpleName();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
