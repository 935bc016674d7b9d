package dev.pipewright.clients;

import dev.pipewright.action.Zips;
import dev.pipewright.api.FakeGitHub;
import dev.pipewright.e2e.LocalServer;
import dev.pipewright.e2e.Program;
import dev.pipewright.e2e.Program.Said;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * A server with what the stories of clients need: buckets, an object that has changed once, something to deploy, a
 * GitHub, and a partner.
 */
final class Ground implements AutoCloseable {
    static final String INBOX = "clients-inbox";
    static final String OUT = "clients-out";

    private final Path home;
    private final FakeGitHub gitHub;
    private final LocalServer server;
    private final LostAnswer lostAnswer;
    private final String oldVersion;
    private final Partner partner;

    private Ground(Path home, FakeGitHub gitHub, LocalServer server) throws Exception {
        this.home = home;
        this.gitHub = gitHub;
        this.server = server;
        lostAnswer = LostAnswer.before(server.endpoint());
        server.s3().createBucket(create -> create.bucket(INBOX));
        server.s3().createBucket(create -> create.bucket(OUT));
        oldVersion = put("code.zip", Zips.zip().file("readme.old", "hello").bytes());
        put("code.zip", Zips.zip().file("readme", "hello").bytes());
        put("app.zip", Zips.zip().program("after.sh", "#!/bin/sh\n").bytes());
        partner = Partner.add(server);
    }

    /** @param directory an empty one */
    static Ground start(Path directory) throws Exception {
        var gitHub = new FakeGitHub();
        var home = Files.createDirectories(directory.resolve("home"));
        Files.writeString(home.resolve("config"), "[default]\ns3 =\n  addressing_style = path\n");
        return new Ground(home, gitHub, LocalServer.knowing(gitHub.api(), directory.resolve("data")));
    }

    private String put(String key, byte[] bytes) {
        return server.s3()
                .putObject(put -> put.bucket(INBOX).key(key), RequestBody.fromBytes(bytes))
                .versionId();
    }

    LocalServer server() {
        return server;
    }

    /** An address of the server where the first call is done and its answer lost. */
    URI lostAnswer() {
        return lostAnswer.endpoint();
    }

    /** The version of {@code code.zip} in the inbox that is not the newest. */
    String oldVersion() {
        return oldVersion;
    }

    /** The partner that is registered. */
    Partner partner() {
        return partner;
    }

    /** Where deployments to machines go, which are this one. */
    Path target() {
        return home.resolve("app");
    }

    /** An empty folder, as the one of a user who calls programs. */
    Path home() {
        return home;
    }

    /** Runs a program to its end, which finds the key as programs do and is told the addresses. */
    Said run(List<String> command) throws Exception {
        return Program.run(Path.of("").toAbsolutePath(), environment(), command);
    }

    /** The variables that programs are run with. */
    Map<String, String> environment() {
        var environment = new HashMap<>(Map.of(
                "HOME", home.toString(),
                "AWS_ACCESS_KEY_ID", server.key().accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", server.key().secretAccessKey(),
                "AWS_DEFAULT_REGION", LocalServer.REGION,
                "AWS_REGION", LocalServer.REGION,
                "AWS_CONFIG_FILE", home.resolve("config").toString(),
                "AWS_SHARED_CREDENTIALS_FILE", home.resolve("none").toString(),
                "AWS_EC2_METADATA_DISABLED", "true",
                "AWS_PAGER", ""));
        environment.putAll(Map.of(
                "PIPEWRIGHT_ENDPOINT", server.endpoint().toString(),
                "LOST_ANSWER_ENDPOINT", lostAnswer.endpoint().toString(),
                "INBOX", INBOX,
                "OUT", OUT,
                "OLD_VERSION", oldVersion,
                "GITHUB_OAUTH", FakeGitHub.TOKEN,
                "TARGET_DIRECTORY", target().toString(),
                "PARTNER_ID", partner.clientId(),
                "PARTNER_TOKEN", partner.clientToken()));
        return environment;
    }

    @Override
    public void close() throws IOException {
        lostAnswer.close();
        server.close();
        gitHub.close();
    }
}
