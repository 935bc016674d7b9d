package dev.pipewright.s3;

import dev.pipewright.wire.Credentials;
import dev.pipewright.wire.Principal;
import dev.pipewright.wire.SigV4;
import dev.pipewright.wire.Verdict;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** An S3 endpoint on a free port of this machine, with four access keys. */
final class S3Server implements AutoCloseable {
    static final String ACCOUNT = "111122223333";
    static final String SECRET = "secret/of+everyone";
    static final String ADMIN = "AKIAADMIN";
    static final String STRANGER = "AKIASTRANGER";
    static final String READER = "AKIAREADER";
    static final String BLIND = "AKIABLIND";

    final Buckets buckets;
    private final Server server;
    private final ServerConnector connector;
    private volatile Duration ahead = Duration.ZERO;

    private static Verdict verdict(boolean allowed) {
        return allowed ? Verdict.ALLOWED : Verdict.NOT_ALLOWED;
    }

    S3Server(Path directory) throws Exception {
        var ids = ids("v");
        buckets = Buckets.open(directory, InstantSource.system(), ids);
        var keys = Map.of(
                ADMIN, new Principal(ACCOUNT, "arn:aws:iam::111122223333:user/admin", Principal.Grants.ALL),
                STRANGER, new Principal("999999999999", "arn:aws:iam::999999999999:user/eve", Principal.Grants.ALL),
                READER, new Principal(ACCOUNT, "arn:aws:iam::111122223333:user/reader", access ->
                        verdict(access.action().equals("s3:ListBucket")
                                || access.action().equals("s3:GetObject")
                                        && access.resource().startsWith("arn:aws:s3:::shop/open/"))),
                BLIND, new Principal(ACCOUNT, "arn:aws:iam::111122223333:user/blind", access ->
                        verdict(access.action().equals("s3:GetObject"))));
        Credentials credentials = (id, _) ->
                Optional.ofNullable(keys.get(id)).map(who -> new Credentials.Key(id, SECRET, who));
        InstantSource clock = () -> InstantSource.system().instant().plus(ahead);
        var context = new ServletContextHandler("/");
        context.addServlet(
                new S3Endpoint(buckets, new SigV4(credentials, clock), List.of("localhost"), ids("request")), "/*");
        S3Endpoint.configure(context);
        var http = new HttpConfiguration();
        S3Endpoint.configure(http);
        server = new Server(new VirtualThreadPool());
        connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
    }

    static Supplier<String> ids(String prefix) {
        var next = new AtomicLong();
        return () -> prefix + "." + next.incrementAndGet();
    }

    /** Lets the server's clock go ahead of the clients'. */
    void setAhead(Duration ahead) {
        this.ahead = ahead;
    }

    int port() {
        return connector.getLocalPort();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    S3Client client(String accessKey) {
        return client(accessKey, SECRET);
    }

    S3Client client(String accessKey, String secret) {
        return S3Client.builder()
                .endpointOverride(uri())
                .region(Region.EU_WEST_1)
                .forcePathStyle(true)
                .credentialsProvider(credentials(accessKey, secret))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    S3Presigner presigner() {
        return S3Presigner.builder()
                .endpointOverride(uri())
                .region(Region.EU_WEST_1)
                .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .credentialsProvider(credentials(ADMIN, SECRET))
                .build();
    }

    private static StaticCredentialsProvider credentials(String accessKey, String secret) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secret));
    }

    static Instant seconds(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond());
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException(e);
        }
        buckets.close();
    }
}
