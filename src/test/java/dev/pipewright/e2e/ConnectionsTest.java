package dev.pipewright.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.cli.Typed;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codeconnections.model.ConnectionStatus;
import software.amazon.awssdk.services.codeconnections.model.ProviderType;
import software.amazon.awssdk.services.codeconnections.model.ResourceNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.GitConfiguration;
import software.amazon.awssdk.services.codepipeline.model.GitPullRequestEventType;
import software.amazon.awssdk.services.codepipeline.model.GitPullRequestFilter;
import software.amazon.awssdk.services.codepipeline.model.GitPushFilter;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.PipelineTriggerDeclaration;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;

/** Connections to hosts elsewhere, played by bare repositories in a folder, and the webhooks of those hosts. */
final class ConnectionsTest {
    private static final String SECRET = "a secret of webhooks".replace(' ', '-');

    @TempDir
    static Path directory;

    static LocalServer server;
    static Path repositories;
    static Host gitHub;

    @BeforeAll
    static void start() throws Exception {
        repositories = Files.createDirectories(directory.resolve("host"));
        server = LocalServer.start(directory.resolve("data"));
        gitHub = Host.add("github", "GitHubEnterpriseServer");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A connection to the folder with the bare repositories, made with the command line, and its webhooks' address. */
    record Host(String arn, URI events) {
        static Host add(String name, String provider) throws Exception {
            var secret = Files.writeString(directory.resolve("secret"), SECRET + "\n");
            var said = Typed.run(
                    "connection", "add", name, "--provider", provider, "--url", "file://" + repositories,
                    "--webhook-secret-file", secret.toString(), "--data", server.data().toString());
            assertThat(said.err().contains("/connections/")).isEqualTo(!provider.equals("Git"));
            assertThat(said.err()).doesNotContain(SECRET);
            var arn = said.success().strip();
            return new Host(arn, server.endpoint().resolve("/connections/" + arn.replaceFirst(".*/", "") + "/events"));
        }

        HttpResponse<String> tell(String body, String... headers) {
            var request = HttpRequest.newBuilder(events).POST(BodyPublishers.ofString(body));
            request.header("Content-Type", "application/json").headers(headers);
            return SignedHttp.send(request.build());
        }

        HttpResponse<String> gitHub(String event, String delivery, String body) throws Exception {
            return tell(body, "X-GitHub-Event", event, "X-GitHub-Delivery", delivery,
                    "X-Hub-Signature-256", signature(body, SECRET));
        }
    }

    private static String signature(String body, String secret) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
    }

    /** A bare repository of the host, and a working copy with one commit that was pushed to it. */
    private record Work(String name, Checkout checkout, String first) {
        static Work begin(String name) throws Exception {
            var checkout = new Checkout(directory.resolve("work-" + name.replace('/', '-')));
            checkout.run("init", "-q", "--bare", repositories.resolve(name + ".git").toString());
            var work = new Work(name, checkout, checkout.commit("One", Map.of("src/a", "1")));
            work.push("main");
            return work;
        }

        void push(String... refs) throws Exception {
            checkout.push(repositories.resolve(name + ".git").toString(), refs);
        }
    }

    private static Watch pipeline(String name, Host host, Work work, GitConfiguration.Builder trigger) {
        var declared = Sketch.pipeline(
                        name,
                        Sketch.stage("Source", Sketch.connected(host.arn(), work.name())),
                        Sketch.stage("Go", Sketch.approval("Go")))
                .toBuilder();
        if (trigger != null) {
            declared.triggers(PipelineTriggerDeclaration.builder()
                    .providerType("CodeStarSourceConnection")
                    .gitConfiguration(trigger.sourceActionName("Source").build())
                    .build());
        }
        server.codePipeline().createPipeline(request -> request.pipeline(declared.build()));
        var watch = new Watch(server.codePipeline(), name);
        assertThat(watch.executions()).hasSize(1);
        return watch;
    }

    /** The commit that an execution took, once its source action is done. */
    private static String taken(Watch watch, PipelineExecutionSummary execution) {
        return Eventually.see(
                        "the commit of " + execution,
                        () -> watch.execution(execution.pipelineExecutionId()).artifactRevisions(),
                        revisions -> !revisions.isEmpty())
                .getFirst()
                .revisionId();
    }

    private static GitConfiguration.Builder onMainSources() {
        return GitConfiguration.builder().push(GitPushFilter.builder()
                .branches(branches -> branches.includes("main"))
                .filePaths(paths -> paths.includes("src/**"))
                .build());
    }

    private static String gitHubPush(String repository, String ref, String before, String after, String files) {
        return """
                {"ref": "%s", "before": "%s", "after": "%s", "created": false, "deleted": false, "forced": false,
                 "repository": {"full_name": "%s"}, "head_commit": {"id": "%s"},
                 "commits": [{"id": "%s", "added": [], "removed": [], "modified": [%s]}]}"""
                .formatted(ref, before, after, repository, after, after, files);
    }

    @Test
    void a_push_that_github_tells_of_starts_the_pipeline_once_with_its_commit() throws Exception {
        var host = gitHub;
        var work = Work.begin("acme/shop");
        var watch = pipeline("shop", host, work, onMainSources());
        var started = watch.executions().getFirst().pipelineExecutionId();
        watch.asked(started, "Go", "Go");
        assertThat(watch.execution(started).artifactRevisions().getFirst().revisionId()).isEqualTo(work.first());

        var second = work.checkout().commit("Two", Map.of("src/a", "2"));
        work.checkout().commit("Three", Map.of("src/a", "3"));
        work.push("main");
        var body = gitHubPush("acme/shop", "refs/heads/main", work.first(), second, "\"src/a\"");
        assertThat(host.gitHub("push", "d-1", body).body()).isEqualTo("Executions started: 1.\n");
        assertThat(watch.executions()).hasSize(2);
        var pushed = watch.executions().getFirst();
        assertThat(pushed.trigger().triggerType()).isEqualTo(TriggerType.WEBHOOK_V2);
        assertThat(pushed.trigger().triggerDetail())
                .isEqualTo("{\"ProviderType\":\"GitHubEnterpriseServer\",\"FullRepositoryName\":\"acme/shop\","
                        + "\"EventType\":\"PUSH\",\"BranchName\":\"main\",\"BeforeCommitId\":\"" + work.first()
                        + "\",\"CommitId\":\"" + second + "\"}");
        assertThat(taken(watch, pushed)).isEqualTo(second);

        assertThat(host.gitHub("push", "d-1", body).body()).isEqualTo("Executions started: 0.\n");
        assertThat(host.gitHub("push", "d-2", body).body()).isEqualTo("Executions started: 0.\n");
        assertThat(watch.executions()).hasSize(2);
    }

    @Test
    void what_the_filter_keeps_out_is_heard_and_starts_nothing() throws Exception {
        var host = gitHub;
        var work = Work.begin("acme/quiet");
        var watch = pipeline("quiet", host, work, onMainSources());
        var to = work.checkout().commit("Two", Map.of("docs/a", "2"));
        work.push("main");
        for (var body : List.of(
                gitHubPush("acme/quiet", "refs/heads/main", work.first(), to, "\"docs/a\""),
                gitHubPush("acme/quiet", "refs/heads/dev", work.first(), to, "\"src/a\""),
                gitHubPush("acme/quiet", "refs/tags/v1", "0".repeat(40), to, "\"src/a\""),
                gitHubPush("acme/other", "refs/heads/main", work.first(), to, "\"src/a\""))) {
            var answer = host.gitHub("push", "d-" + body.hashCode(), body);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("Executions started: 0.\n");
        }
        assertThat(host.gitHub("ping", "p", "{\"zen\": \"x\"}").body()).isEqualTo("Heard, and nothing to do.\n");
        assertThat(watch.executions()).hasSize(1);
    }

    @Test
    void files_that_the_payload_does_not_name_are_worked_out() throws Exception {
        var host = gitHub;
        var work = Work.begin("acme/forced");
        var watch = pipeline("forced", host, work, onMainSources());
        var second = work.checkout().commit("Two", Map.of("docs/a", "2"));
        var third = work.checkout().commit("Three", Map.of("src/b", "3"));
        work.push("main");
        var docs = gitHubPush("acme/forced", "refs/heads/main", work.first(), second, "")
                .replace("\"forced\": false", "\"forced\": true");
        assertThat(host.gitHub("push", "f-1", docs).body()).isEqualTo("Executions started: 0.\n");
        var sources = gitHubPush("acme/forced", "refs/heads/main", second, third, "")
                .replace("\"forced\": false", "\"forced\": true");
        assertThat(host.gitHub("push", "f-2", sources).body()).isEqualTo("Executions started: 1.\n");
        assertThat(watch.executions()).hasSize(2);
    }

    @Test
    void who_does_not_know_the_secret_starts_nothing() throws Exception {
        var host = gitHub;
        var work = Work.begin("acme/guarded");
        var watch = pipeline("guarded", host, work, null);
        var to = work.checkout().commit("Two", Map.of("src/a", "2"));
        work.push("main");
        var body = gitHubPush("acme/guarded", "refs/heads/main", work.first(), to, "\"src/a\"");
        var event = new String[] {"X-GitHub-Event", "push", "X-GitHub-Delivery", "d"};

        assertThat(host.tell(body, event).statusCode()).isEqualTo(401);
        assertThat(host.tell(body, with(event, "X-Hub-Signature-256", signature(body, "wrong"))).statusCode())
                .isEqualTo(401);
        assertThat(host.tell(body + " ", with(event, "X-Hub-Signature-256", signature(body, SECRET))).statusCode())
                .isEqualTo(401);
        assertThat(host.tell(body, with(event, "X-Hub-Signature", signature(body, SECRET))).statusCode())
                .isEqualTo(401);
        assertThat(host.tell(body, with(event, "X-Gitlab-Token", SECRET)).statusCode()).isEqualTo(401);
        assertThat(watch.executions()).hasSize(1);
        assertThat(host.gitHub("push", "d-" + body.hashCode(), body).body()).isEqualTo("Executions started: 1.\n");
    }

    private static String[] with(String[] headers, String name, String value) {
        var all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = name;
        all[headers.length + 1] = value;
        return all;
    }

    @Test
    void a_bad_delivery_is_answered_with_what_is_wrong() throws Exception {
        var host = gitHub;
        assertThat(host.gitHub("push", "d", "[]").statusCode()).isEqualTo(400);
        assertThat(host.gitHub("push", "d", "{\"ref\": \"refs/heads/main\"").body())
                .isEqualTo("The payload is not a JSON object.\n");
        assertThat(host.gitHub("push", "d", "{}").body()).isEqualTo("The payload has no ref.\n");
        assertThat(host.gitHub("push", "d", gitHubPush("a/b", "refs/heads/main", "x", "y", "")).body())
                .isEqualTo("The after of the payload is not the id of a commit.\n");
        var form = HttpRequest.newBuilder(host.events()).POST(BodyPublishers.ofString("payload={}"));
        assertThat(SignedHttp.send(form.build()).statusCode()).isEqualTo(415);
        assertThat(SignedHttp.send(HttpRequest.newBuilder(host.events()).build()).statusCode()).isEqualTo(405);
        var nobody = server.endpoint().resolve("/connections/00000000-0000-0000-0000-000000000000/events");
        assertThat(new Host("", nobody).tell("{}", "X-GitHub-Event", "push").statusCode()).isEqualTo(404);
        assertThat(host.tell(" ".repeat((4 << 20) + 1), "X-GitHub-Event", "push").statusCode()).isEqualTo(413);
    }

    @Test
    void a_merge_request_that_gitlab_tells_of_starts_the_pipeline_on_its_branch() throws Exception {
        var host = Host.add("gitlab", "GitLabSelfManaged");
        var work = Work.begin("acme/tools/kit");
        var watch = pipeline("kit", host, work, GitConfiguration.builder().pullRequest(GitPullRequestFilter.builder()
                .events(GitPullRequestEventType.OPEN, GitPullRequestEventType.CLOSED)
                .branches(branches -> branches.includes("main"))
                .filePaths(paths -> paths.includes("src/**"))
                .build()));
        work.checkout().run("checkout", "-q", "-b", "topic");
        var head = work.checkout().commit("Two", Map.of("src/b", "2"));
        work.push("topic");
        var body = """
                {"object_kind": "merge_request", "project": {"path_with_namespace": "acme/tools/kit"},
                 "object_attributes": {"iid": 7, "action": "open", "source_branch": "topic", "target_branch": "main",
                 "source_project_id": 1, "target_project_id": 1, "last_commit": {"id": "%s"}}}""".formatted(head);
        var event = new String[] {"X-Gitlab-Event", "Merge Request Hook", "X-Gitlab-Event-UUID", "u-1"};

        assertThat(host.tell(body, with(event, "X-Gitlab-Token", "wrong")).statusCode()).isEqualTo(401);
        assertThat(host.tell(body, with(event, "X-Gitlab-Token", SECRET)).body())
                .isEqualTo("Executions started: 1.\n");
        assertThat(host.tell(body, with(event, "X-Gitlab-Token", SECRET)).body())
                .isEqualTo("Executions started: 0.\n");
        var fork = body.replace("\"source_project_id\": 1", "\"source_project_id\": 2");
        event[3] = "u-2";
        assertThat(host.tell(fork, with(event, "X-Gitlab-Token", SECRET)).body())
                .isEqualTo("Heard, and nothing to do.\n");
        event[3] = "u-3";
        assertThat(host.tell(body.replace("open", "update"), with(event, "X-Gitlab-Token", SECRET)).body())
                .isEqualTo("Heard, and nothing to do.\n");

        var execution = watch.executions().getFirst();
        assertThat(execution.trigger().triggerDetail())
                .contains("\"EventType\":\"PULL_REQUEST\"", "\"PullRequestId\":\"7\"", "\"BranchName\":\"topic\"",
                        "\"TargetBranchName\":\"main\"", "\"PullRequestEvent\":\"OPEN\"");
        assertThat(taken(watch, execution)).isEqualTo(head);
    }

    @Test
    void a_push_and_a_pull_request_that_bitbucket_tells_of_start_the_pipeline() throws Exception {
        var host = Host.add("bitbucket", "Bitbucket");
        var work = Work.begin("acme/bucket");
        var watch = pipeline("bucket", host, work, GitConfiguration.builder()
                .push(GitPushFilter.builder().tags(tags -> tags.includes("v*")).build())
                .pullRequest(GitPullRequestFilter.builder().filePaths(paths -> paths.includes("src/**")).build()));
        work.checkout().run("tag", "v1");
        work.checkout().run("checkout", "-q", "-b", "topic");
        var head = work.checkout().commit("Two", Map.of("src/b", "2"));
        work.push("v1", "topic");
        var push = """
                {"repository": {"full_name": "acme/bucket"}, "push": {"changes": [
                 {"old": null, "new": {"type": "tag", "name": "v1", "target": {"hash": "%s"}}},
                 {"old": {"type": "tag", "name": "v0", "target": {"hash": "%s"}}, "new": null}]}}"""
                .formatted(work.first(), work.first());
        assertThat(host.tell(push, "X-Event-Key", "repo:push", "X-Request-UUID", "1",
                        "X-Hub-Signature", signature(push, SECRET)).body())
                .isEqualTo("Executions started: 1.\n");

        var request = """
                {"repository": {"full_name": "acme/bucket"}, "pullrequest": {"id": 3,
                 "source": {"branch": {"name": "topic"}, "commit": {"hash": "%s"},
                            "repository": {"full_name": "acme/bucket"}},
                 "destination": {"branch": {"name": "main"}}}}""".formatted(head.substring(0, 12));
        assertThat(host.tell(request, "X-Event-Key", "pullrequest:created", "X-Request-UUID", "2",
                        "X-Hub-Signature", signature(request, SECRET)).body())
                .isEqualTo("Executions started: 1.\n");
        var detail = watch.executions().getFirst().trigger().triggerDetail();
        assertThat(detail).contains("\"PullRequestEvent\":\"OPEN\"", "\"CommitId\":\"" + head + "\"");
        var rejected = request.replace("\"id\": 3", "\"id\": 4");
        assertThat(host.tell(rejected, "X-Event-Key", "pullrequest:rejected", "X-Request-UUID", "3",
                        "X-Hub-Signature", signature(rejected, SECRET)).body())
                .isEqualTo("Heard, and nothing to do.\n");
        assertThat(watch.executions()).hasSize(3);
    }

    @Test
    void a_pipeline_over_a_connection_that_went_fails_and_says_so() throws Exception {
        var host = Host.add("gone", "Git");
        var work = Work.begin("bare");
        var watch = pipeline("gone", host, new Work("bare.git", work.checkout(), work.first()), null);
        watch.asked(watch.executions().getFirst().pipelineExecutionId(), "Go", "Go");
        assertThat(Typed.run("connection", "remove", "gone", "--data", server.data().toString()).status())
                .isZero();

        watch.until(watch.start(), PipelineExecutionStatus.FAILED);
        assertThat(watch.action("Source", "Source").latestExecution().errorDetails().message())
                .isEqualTo("There is no connection \"" + host.arn() + "\".");
    }

    @Test
    void a_host_that_only_serves_git_is_read_over_http_with_its_token() throws Exception {
        var key = server.key();
        var work = new Checkout(directory.resolve("work-http"));
        assertThat(Typed.run("repo", "create", "over-http", "--data", server.data().toString()).status())
                .isZero();
        var commit = work.commit("One", Map.of("a", "1"));
        work.push(server.remote("over-http"), "main");
        var token = Files.writeString(directory.resolve("http-token"), key.secretAccessKey());
        var arn = Typed.run(
                        "connection", "add", "http", "--provider", "Git", "--url", server.endpoint() + "/git/",
                        "--user", key.accessKeyId(), "--token-file", token.toString(),
                        "--data", server.data().toString())
                .success()
                .strip();
        var watch = pipeline("http", new Host(arn, null), new Work("over-http", work, commit), null);
        assertThat(taken(watch, watch.executions().getFirst())).isEqualTo(commit);

        var wrong = server.connections()
                .createConnection(create -> create.connectionName("no-token").providerType("Git"))
                .connectionArn();
        var pending = pipeline("no-token", new Host(wrong, null), new Work("over-http", work, commit), null);
        pending.until(pending.executions().getFirst().pipelineExecutionId(), PipelineExecutionStatus.FAILED);
        assertThat(pending.action("Source", "Source").latestExecution().errorDetails().message())
                .endsWith("is pending: it has no base URL yet.");
    }

    @Test
    void connections_are_made_listed_and_deleted_with_the_sdk_and_tell_no_secrets() throws Exception {
        var client = server.connections();
        var arn = client.createConnection(create -> create.connectionName("plain").providerType(ProviderType.GIT_HUB))
                .connectionArn();
        assertThat(arn).startsWith("arn:aws:codeconnections:eu-west-1:000000000000:connection/");
        var connection = client.getConnection(get -> get.connectionArn(arn)).connection();
        assertThat(connection.connectionStatus()).isEqualTo(ConnectionStatus.AVAILABLE);
        assertThat(connection.providerType()).isEqualTo(ProviderType.GIT_HUB);
        var pending = client.createConnection(create -> create.connectionName("pending")
                        .providerType(ProviderType.GIT_LAB_SELF_MANAGED))
                .connectionArn();
        assertThat(client.getConnection(get -> get.connectionArn(pending)).connection().connectionStatus())
                .isEqualTo(ConnectionStatus.PENDING);
        assertThat(client.listConnections(list -> list.maxResults(2)).nextToken()).isNotNull();
        assertThat(client.listConnectionsPaginator(list -> list.maxResults(1)).stream()
                        .flatMap(page -> page.connections().stream())
                        .map(each -> each.connectionName()))
                .contains("hosted", "plain", "pending")
                .doesNotHaveDuplicates();
        assertThatThrownBy(() -> client.createConnection(create ->
                        create.connectionName("plain").providerType(ProviderType.GIT_HUB)))
                .hasMessageContaining("A connection with the name 'plain' already exists.");

        client.deleteConnection(delete -> delete.connectionArn(arn));
        client.deleteConnection(delete -> delete.connectionArn(pending));
        assertThatThrownBy(() -> client.getConnection(get -> get.connectionArn(arn)))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void a_secret_that_the_server_makes_is_shown_once_and_never_again() throws Exception {
        var token = Files.writeString(directory.resolve("token"), "the-token-of-the-host");
        var said = Typed.run(
                "connection", "add", "secretive", "--provider", "GitHub", "--token-file", token.toString(),
                "--data", server.data().toString());
        said.success();
        assertThat(said.err()).contains("and this secret, which is not shown again:");
        var secret = said.err().strip().replaceFirst("(?s).*\\s", "");
        assertThat(secret).hasSizeGreaterThanOrEqualTo(32);
        var listed = Typed.run("connection", "list", "--data", server.data().toString());
        assertThat(listed.success()).contains("secretive  GitHub  AVAILABLE  arn:aws:codeconnections:");
        assertThat(listed.out() + listed.err()).doesNotContain(secret, "the-token-of-the-host");

        var bad = Typed.run(
                "connection", "add", "wrong", "--provider", "Git", "--url", "https://user:password@example.com",
                "--data", server.data().toString());
        assertThat(bad.status()).isEqualTo(1);
        assertThat(bad.err()).contains("The BaseUrl holds a user name or password").doesNotContain("password@");
        assertThat(Typed.run("connection", "list", "--data", server.data().toString()).out())
                .doesNotContain("wrong");
    }

    @Test
    void a_host_that_only_its_url_says_where_it_is_is_not_added_without() throws Exception {
        var said = Typed.run(
                "connection", "add", "nowhere", "--provider", "GitLabSelfManaged", "--data", server.data().toString());
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.err()).contains("A connection to GitLabSelfManaged needs --url.");
        assertThat(Typed.run("connection", "list", "--data", server.data().toString()).out())
                .doesNotContain("nowhere");
    }
}
