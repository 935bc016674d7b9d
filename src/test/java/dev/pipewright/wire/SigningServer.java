package dev.pipewright.wire;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.slf4j.LoggerFactory;

/** A Jetty in memory that answers with what the verifier made of the request. */
final class SigningServer {
    static final Principal ALICE =
            new Principal("123456789012", "arn:aws:iam::123456789012:user/alice", Principal.Grants.ALL);

    private final Server server = new Server();
    private final LocalConnector connector;
    private final Map<String, String> secrets = new TreeMap<>();
    Instant now = Instant.parse("2026-11-22T12:00:00Z");

    SigningServer() throws Exception {
        for (var noisy : List.of("org.eclipse.jetty", "software.amazon.awssdk")) {
            ((Logger) LoggerFactory.getLogger(noisy)).setLevel(Level.INFO);
        }
        var configuration = new HttpConfiguration();
        configuration.setHeaderCacheCaseSensitive(true);
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        connector = new LocalConnector(server, new HttpConnectionFactory(configuration));
        server.addConnector(connector);
        var context = new ServletContextHandler("/");
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        context.addServlet(new ServletHolder(new Answer()), "/*");
        server.setHandler(context);
        server.start();
    }

    SigningServer key(String id, String secret) {
        secrets.put(id, secret);
        return this;
    }

    /** The status, and the text that says who is authenticated or why nobody is. */
    String send(RawRequest request) {
        return send(request.bytes());
    }

    String send(byte[] request) {
        try {
            var response = connector.getResponse(ByteBuffer.wrap(request));
            var text = StandardCharsets.UTF_8.decode(response).toString();
            return text.substring(9, 12) + " " + text.substring(text.indexOf("\r\n\r\n") + 4);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Optional<Credentials.Key> find(String id, Optional<String> token) {
        if (id.startsWith("ASIA") && !token.equals(Optional.of("right-token"))) {
            var expired = token.equals(Optional.of("old-token"));
            throw new Fault(expired ? "ExpiredTokenException" : "UnrecognizedClientException", 403, "no");
        }
        return Optional.ofNullable(secrets.get(id)).map(secret -> new Credentials.Key(id, secret, ALICE));
    }

    void close() throws Exception {
        server.stop();
    }

    private final class Answer extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            var isS3 = CredentialScope.claimed(request).map(CredentialScope::service).equals(Optional.of("s3"));
            var verifier = new SigV4(SigningServer.this::find, () -> now);
            try {
                answer(response, 200, isS3 ? s3(request, verifier) : json(request, verifier));
            } catch (Unauthenticated e) {
                var fault = isS3 ? e.s3() : e.json();
                answer(response, fault.status(), fault.type() + ": " + fault.getMessage());
            } catch (Fault fault) {
                answer(response, fault.status(), fault.type() + ": " + fault.getMessage());
            }
        }

        private String json(HttpServletRequest request, SigV4 verifier) throws IOException {
            var who = verifier.authenticate(request, request.getInputStream().readAllBytes());
            return who.accessKeyId() + " " + who.service() + " " + who.region();
        }

        private String s3(HttpServletRequest request, SigV4 verifier) throws IOException {
            var who = verifier.authenticate(request);
            var body = who.body(request);
            var length = body.readAllBytes().length;
            var trailers = body instanceof AwsChunkedInputStream chunks ? " " + chunks.trailers() : "";
            return who.accessKeyId() + " " + who.service() + " " + who.region() + " " + length + trailers;
        }

        private static void answer(HttpServletResponse response, int status, String text) throws IOException {
            response.setStatus(status);
            response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
