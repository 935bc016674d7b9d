package dev.pipewright.server;

import dev.pipewright.action.ObjectStore;
import dev.pipewright.action.aws.AwsClients;
import dev.pipewright.action.lambda.LambdaCall;
import dev.pipewright.action.deploy.ec2.Ssh;
import dev.pipewright.action.logs.FileLogStore;
import dev.pipewright.action.objects.SdkObjects;
import dev.pipewright.api.Catalog;
import dev.pipewright.api.CodePipelineService;
import dev.pipewright.api.PageTokens;
import dev.pipewright.api.WebhookOperations;
import dev.pipewright.api.admin.AccessKeyOperations;
import dev.pipewright.api.admin.AdministrationService;
import dev.pipewright.api.admin.PartnerOperations;
import dev.pipewright.api.admin.SecretsOperations;
import dev.pipewright.api.admin.UserOperations;
import dev.pipewright.api.admin.InstanceOperations;
import dev.pipewright.api.codecommit.CodeCommitService;
import dev.pipewright.api.codeconnections.CodeConnectionsService;
import dev.pipewright.api.logs.LogService;
import dev.pipewright.cli.CannotStart;
import dev.pipewright.cli.LocalCredentials;
import dev.pipewright.cli.LocalEndpoint;
import dev.pipewright.cli.RunningServer;
import dev.pipewright.cli.ServerOptions;
import dev.pipewright.connection.BranchWatch;
import dev.pipewright.connection.Dispatch;
import dev.pipewright.connection.EventsEndpoint;
import dev.pipewright.connection.HostedPushes;
import dev.pipewright.connection.Hosts;
import dev.pipewright.console.HealthPage;
import dev.pipewright.console.HomePage;
import dev.pipewright.engine.Effect;
import dev.pipewright.git.GitEndpoint;
import dev.pipewright.git.GitHubRepositories;
import dev.pipewright.git.HostedRepositories;
import dev.pipewright.iam.IdentityEndpoint;
import dev.pipewright.iam.LocalKeys;
import dev.pipewright.iam.SessionTokens;
import dev.pipewright.iam.UserKeys;
import dev.pipewright.runtime.ApprovalNotices;
import dev.pipewright.runtime.BuiltInWorker;
import dev.pipewright.runtime.Conductor;
import dev.pipewright.runtime.EventDispatch;
import dev.pipewright.runtime.JobDesk;
import dev.pipewright.runtime.RecordedTargets;
import dev.pipewright.runtime.RegisteredInstances;
import dev.pipewright.runtime.SourceWatch;
import dev.pipewright.runtime.Starts;
import dev.pipewright.runtime.Timekeeper;
import dev.pipewright.s3.Buckets;
import dev.pipewright.s3.S3Endpoint;
import dev.pipewright.store.Database;
import dev.pipewright.store.StoreUnavailable;
import dev.pipewright.webhook.Addresses;
import dev.pipewright.webhook.Deliveries;
import dev.pipewright.webhook.GitHubHooks;
import dev.pipewright.webhook.WebhookEndpoint;
import dev.pipewright.wire.Credentials;
import dev.pipewright.wire.JsonEndpoint;
import dev.pipewright.wire.Principal;
import dev.pipewright.wire.SigV4;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** The whole server: makes its parts, ties them together, and takes them down in the opposite order. */
public final class Server implements RunningServer {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /** The account of everything in a data directory. */
    static final String ACCOUNT = "000000000000";

    private static final Duration SOURCE_TICK = Duration.ofSeconds(30);
    private static final Duration BRANCH_TICK = Duration.ofSeconds(60);

    private final ServerOptions options;
    private final InstantSource clock = InstantSource.system();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private HttpPort port;
    private Set<String> routes = Set.of();
    private boolean closed;

    private Server(ServerOptions options) {
        this.options = options;
    }

    /** Starts a server, which takes requests when this returns. */
    public static Server start(ServerOptions options) throws CannotStart {
        var server = new Server(options);
        try {
            server.start();
            return server;
        } catch (StoreUnavailable e) {
            server.close();
            throw new CannotStart(e.getMessage(), e);
        } catch (IOException e) {
            server.close();
            var reason = String.valueOf(e.getMessage());
            throw new CannotStart(
                    "The data directory %s cannot be used: %s%s"
                            .formatted(options.data(), reason, reason.endsWith(".") ? "" : "."),
                    e);
        } catch (CannotStart | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.push(part);
        return part;
    }

    private void start() throws CannotStart, IOException {
        // The port first: a start that fails for its sake makes nothing.
        port = part(HttpPort.open(options.host(), options.port(), options.url()));
        var database = part(Database.open(options.data(), options.secretsKey(), Ids::uuid));
        var administrator = administrator();
        var keys = ServerKeys.of(options.data());
        var sessions = new SessionTokens(keys.sessions(), clock, Ids::accessKey);
        var credentials = new LocalKeys(administrator, sessions, new UserKeys(database));

        var buckets = part(Buckets.open(folder("s3"), clock, Ids::version));
        var repositories = new HostedRepositories(folder("git"), port.endpoint());
        var objects = objects(buckets);
        var logs = new FileLogStore(folder("logs"), ACCOUNT);
        var aws = part(new AwsClients(
                options.awsEndpoint(), System::getenv, DefaultCredentialsProvider.builder().build()));
        var ssh = part(Ssh.start());
        var hosts = new Hosts(database, repositories, folder("mirrors"));
        var gitHub = new GitHubRepositories(folder("github"), options.gitHub());
        gitHub.sweep(Providers.gitHubTokens(database));
        var means = new Providers.Means(
                objects, repositories, hosts, gitHub, logs, aws, new RunKeys(sessions),
                new RegisteredInstances(database), new RecordedTargets(database), ssh, clock);
        var providers = Providers.in(
                options.data(), means, id -> database.read(tables -> tables.actionRuns().isInProgress(id)));

        var conductor = new Conductor(database.writer());
        var starts = new Starts(clock, Ids::uuid);
        var desk = new JobDesk(database, clock, Ids::uuid);
        var watch = part(new SourceWatch(database, starts, providers.sources(), SOURCE_TICK));
        var gitEvents = new Dispatch(database, starts, hosts, clock);
        var branches = part(new BranchWatch(database, gitEvents, hosts, clock, BRANCH_TICK));
        var timekeeper = part(new Timekeeper(database, clock));
        var worker = part(new BuiltInWorker(
                Ids.uuid(), database,
                new IntegratedWorkforce(
                        database, providers.byType(), new LambdaCall(aws, new RunKeys(sessions))),
                clock, Ids::uuid));
        var outlets = new Outlets(options, clock, aws);
        var dispatch = part(new EventDispatch(database, outlets.events(), clock));
        var notices = part(new ApprovalNotices(database, outlets.notifications(), port.endpoint(), clock));
        database.listen((_, effects) -> {
            if (effects.stream().anyMatch(Server::concernsWorkers)) {
                worker.wake();
            }
            dispatch.wake();
            notices.wake();
        });
        buckets.listen((bucket, key, _) -> watch.changed(action -> Providers.takesObject(action, bucket, key)));

        var signatures = new SigV4(credentials, clock);
        var grounds = new LocalGrounds(database, repositories, buckets, options.artifacts().isEmpty());
        var webhooks = new WebhookOperations(
                new Addresses(port.endpoint(), Ids::address), part(new GitHubHooks(options.gitHub())));
        var pages = new PageTokens(keys.pages());
        var codePipeline = new CodePipelineService(
                database, conductor, starts, desk, watch, grounds, new Catalog(providers.catalog()), sessions,
                pages, webhooks);
        var services = new ArrayList<>(List.of(
                codePipeline.service(),
                LogService.of(new ActionLogs(logs)),
                CodeCommitService.of(new GitHost(repositories), pages)));
        services.addAll(
                new CodeConnectionsService(database, Ids::uuid, Ids::secret, port.endpoint(), pages).services());
        services.add(AdministrationService.of(List.of(
                new PartnerOperations(database, providers.catalog(), Ids::uuid, Ids::address),
                new SecretsOperations(database.rotation()),
                new UserOperations(database, Ids::accessKey),
                new AccessKeyOperations(database, Ids::accessKey, Ids::secret),
                new InstanceOperations(database, new SshGrounds(ssh), Ids::uuid))));
        var json = new JsonEndpoint(services, signatures, clock, Ids::uuid);
        var names = new TreeSet<>(List.of("localhost", options.host(), port.endpoint().getHost()));
        var sts = new IdentityEndpoint(signatures, Ids::uuid);
        var s3 = new S3Endpoint(buckets, signatures, names, Ids::uuid);
        var pushes = new HostedPushes(repositories, gitEvents, ACCOUNT, options.region())
                .and((repository, ref, _, _) ->
                        watch.changed(action -> Providers.takesRef(action, repository, ref)));
        var git = new GitEndpoint(repositories, credentials, options.region(), ACCOUNT, clock, pushes);
        var events = new EventsEndpoint(database, gitEvents, hosts);
        var health = new LinkedHashMap<String, BooleanSupplier>();
        health.put("api", port::isServing);
        health.put("store", () -> database.read(tables -> true));
        health.put("objects", () -> isReadable(buckets));
        health.put("worker", worker::isRunning);
        health.put("timers", timekeeper::isRunning);
        health.put("sources", watch::isRunning);
        health.put("branches", branches::isRunning);
        var deliveries = new WebhookEndpoint(new Deliveries(database, starts, providers.catalog(), clock));
        health.put("events", dispatch::isRunning);
        health.put("notifications", notices::isRunning);
        var home = new HomePage(version(), port.endpoint().toString());
        dispatch.start();
        notices.start();
        worker.start();
        timekeeper.start();
        watch.start();
        branches.start();
        database.rotation().finish();
        var servlets = Map.<String, HttpServlet>of(
                "/", home, "/health", new HealthPage(health), "/git/*", git, "/connections/*", events,
                Addresses.PATH + "*", deliveries);
        routes = servlets.keySet();
        port.serve(new FrontDoor(json, s3, sts, names), servlets);

        // Once more, so that it is closed first: nothing is asked of parts that are gone.
        part(port);
        LocalEndpoint.write(options.data(), port.endpoint());
        // Only a server that got this far takes the file away: before, it may be the one of the server that runs there.
        part(() -> LocalEndpoint.remove(options.data()));
        LOG.info("serves {} at {}", options.data(), port.endpoint());
    }

    private Path folder(String name) throws IOException {
        var folder = Files.createDirectories(options.data().resolve(name));
        // The data directory may have been there before, open to others.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        return folder;
    }

    private Credentials.Key administrator() throws IOException {
        var known = LocalCredentials.read(options.data());
        if (known.isEmpty()) {
            known = Optional.of(new LocalCredentials("AKIA" + Ids.accessKey(), Ids.secret(), options.region()));
            known.get().write(options.data());
        }
        var arn = "arn:aws:iam::" + ACCOUNT + ":user/administrator";
        return new Credentials.Key(
                known.get().accessKeyId(),
                known.get().secretAccessKey(),
                new Principal(
                        ACCOUNT, arn, known.get().accessKeyId().replaceFirst("^AKIA", "AIDA"), Principal.Grants.ALL));
    }

    private ObjectStore objects(Buckets buckets) {
        if (options.artifacts().isEmpty()) {
            return new EmbeddedObjects(buckets, ACCOUNT, options.region());
        }
        return SdkObjects.at(
                options.artifacts(), options.region(), DefaultCredentialsProvider.builder().build(), true);
    }

    private static boolean concernsWorkers(Effect effect) {
        return effect instanceof Effect.OfferJob || effect instanceof Effect.WithdrawJob;
    }

    private static boolean isReadable(Buckets buckets) {
        try {
            buckets.bucketsOf(ACCOUNT);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static String version() {
        var built = Server.class.getPackage().getImplementationVersion();
        return built == null ? "development" : built;
    }

    /** The paths that something else than S3 and the JSON services answers, as servlets are mapped. */
    public Set<String> routes() {
        return routes;
    }

    @Override
    public URI endpoint() {
        return port.endpoint();
    }

    @Override
    public Path data() {
        return options.data();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.error("A part of the server did not end well", e);
            }
        }
    }
}
