package dev.pipewright.fuzz;

import dev.pipewright.action.ActionProvider;
import dev.pipewright.action.commands.Commands;
import dev.pipewright.action.commands.Settings;
import dev.pipewright.action.deploy.S3Deploy;
import dev.pipewright.action.rule.DeploymentWindow;
import dev.pipewright.action.rule.VariableCheck;
import dev.pipewright.action.source.CodeCommitSource;
import dev.pipewright.action.source.ConnectionSource;
import dev.pipewright.action.source.GitHubSource;
import dev.pipewright.action.source.S3Source;
import dev.pipewright.api.Catalog;
import dev.pipewright.api.CodePipelineService;
import dev.pipewright.api.PageTokens;
import dev.pipewright.api.WebhookOperations;
import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.iam.SessionTokens;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeDeclaration;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.IntegrationType;
import dev.pipewright.model.Partner;
import dev.pipewright.runtime.Conductor;
import dev.pipewright.runtime.JobDesk;
import dev.pipewright.runtime.SourceWatch;
import dev.pipewright.runtime.Starts;
import dev.pipewright.runtime.WorkerResult;
import dev.pipewright.store.Database;
import dev.pipewright.store.EmptyStore;
import dev.pipewright.webhook.Addresses;
import dev.pipewright.webhook.GitHubHooks;
import dev.pipewright.wire.Constraints;
import dev.pipewright.wire.Direct;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Principal;
import dev.pipewright.wire.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** CodePipeline's operations on a store of their own. Nothing happens there that no request asked for. */
final class Target implements AutoCloseable {
    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-central-1";

    private static final Principal CALLER =
            new Principal(ACCOUNT, "arn:aws:iam::" + ACCOUNT + ":user/fuzz", Principal.Grants.ALL);

    private static final List<ActionTypeId> INSIDE = List.of(
            new ActionTypeId(ActionCategory.Source, ActionOwner.AWS, "S3", "1"),
            new ActionTypeId(ActionCategory.Rule, ActionOwner.AWS, "VariableCheck", "1"));

    final Direct operations;
    private final JobDesk desk;
    private final Database database;
    private final SourceWatch watch;
    private final GitHubHooks hooks;
    private final Connection onlooker;
    private final Clock clock;

    /** What goes on over a restart. */
    static final class Clock {
        private Instant now = Instant.parse("2026-03-01T10:00:00Z");
        private final AtomicInteger ids = new AtomicInteger();

        void pass(Duration time) {
            now = now.plus(time);
        }
    }

    /** @param made whether there is a store in the folder already */
    Target(Path directory, Clock clock, boolean made) throws SQLException {
        this.clock = clock;
        if (!made) {
            EmptyStore.putInto(directory);
        }
        Supplier<String> ids = () -> "%08x-0000-4000-8000-00000000f022".formatted(clock.ids.incrementAndGet());
        database = Database.open(directory, ids);
        var providers = List.<ActionProvider>of(
                new S3Source(null, null), new CodeCommitSource(null, null, null),
                new ConnectionSource(null, null, null),
                new GitHubSource(null, null, null), new S3Deploy(null, null, () -> clock.now), new VariableCheck(),
                new DeploymentWindow(() -> clock.now),
                new Commands(null, null, directory.resolve("runs"), () -> clock.now, Settings.STANDARD));
        var byType = providers.stream().collect(Collectors.toMap(each -> each.type().id(), Function.identity()));
        var catalog = ActionCatalog.of(providers.stream().map(ActionProvider::type).toList())
                .checking((id, literals) ->
                        Optional.ofNullable(byType.get(id)).flatMap(provider -> provider.trouble(literals)));
        var starts = new Starts(() -> clock.now, ids);
        watch = new SourceWatch(database, starts, Map.of(), Duration.ofHours(1));
        var nowhere = URI.create("http://127.0.0.1:1");
        hooks = new GitHubHooks(nowhere);
        var addresses = new Addresses(nowhere, () -> "address" + clock.ids.incrementAndGet());
        desk = new JobDesk(database, () -> clock.now, ids);
        var service = new CodePipelineService(
                database, new Conductor(database.writer()), starts, desk, watch,
                (_, _, _) -> {}, new Catalog(catalog),
                new SessionTokens(
                        "a master key of thirty-two bytes".getBytes(StandardCharsets.US_ASCII), () -> clock.now,
                        () -> "KEY%013d".formatted(clock.ids.incrementAndGet())),
                new PageTokens(new byte[32]), new WebhookOperations(addresses, hooks));
        operations = new Direct(service.service(), Constraints.of("codepipeline"));
        onlooker = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("pipewright.db"));
    }

    /** Registers a partner, or puts its action type back as it was. */
    void enrol(String token, ActionTypeDeclaration declaration) {
        var partner = new Partner("00000000-0000-4000-8000-00000000c0de", ACCOUNT, "fuzz", clock.now);
        database.writer().commit(tx -> {
            tx.partners().add(partner, token);
            tx.integrationTypes().put(
                    new IntegrationType(ACCOUNT, Optional.of(partner.id()), declaration), clock.now);
            return null;
        });
    }

    /** A number that changes with everything that anybody commits. */
    int state() throws SQLException {
        try (var statement = onlooker.createStatement(); var row = statement.executeQuery("PRAGMA data_version")) {
            return row.getInt(1);
        }
    }

    byte[] call(String operation, byte[] body) {
        return operations.call(
                operation, body, new Request("request-" + clock.ids.get(), clock.now, CALLER, REGION));
    }

    /** Calls an operation that has to work. */
    String must(String operation, String body) {
        try {
            return new String(call(operation, body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
        } catch (Fault fault) {
            throw new AssertionError(operation + " of " + body + " was refused: " + fault.getMessage(), fault);
        }
    }

    /** Calls an operation, and says whether it was done. */
    boolean takes(String operation, String body) {
        try {
            call(operation, body.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (Fault _) {
            return false;
        }
    }

    /**
     * Calls an operation that has to work, or that was done before.
     *
     * @param isThere what the refusal says in the second case
     */
    void ensure(String operation, String body, String isThere) {
        try {
            call(operation, body.getBytes(StandardCharsets.UTF_8));
        } catch (Fault fault) {
            if (!fault.getMessage().contains(isThere)) {
                throw new AssertionError(operation + " of " + body + " was refused: " + fault.getMessage(), fault);
            }
        }
    }

    /** Answers the jobs of the types that this server would do itself, well or badly. */
    void work(Random random) {
        var jobs = database.writer().commit(tx -> tx.leases()
                .claim("inside", INSIDE, 20, clock.now, clock.now.plusSeconds(60)));
        for (var job : jobs) {
            desk.answer(job.id(), random.nextInt(3) > 0
                    ? new WorkerResult.Success(
                            Optional.empty(), Optional.empty(), ExecutionDetails.summary("Fine"), Map.of())
                    : new WorkerResult.Failure(FailureType.JobFailed, "Not fine", ExecutionDetails.NONE));
        }
    }

    @Override
    public void close() throws SQLException {
        onlooker.close();
        watch.close();
        hooks.close();
        database.close();
    }
}
