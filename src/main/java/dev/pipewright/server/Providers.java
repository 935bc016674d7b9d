package dev.pipewright.server;

import dev.pipewright.action.ActionProvider;
import dev.pipewright.action.ArtifactKeys;
import dev.pipewright.action.Connections;
import dev.pipewright.action.DeployTargets;
import dev.pipewright.action.Folders;
import dev.pipewright.action.GitHub;
import dev.pipewright.action.Instances;
import dev.pipewright.action.LogStore;
import dev.pipewright.action.ObjectStore;
import dev.pipewright.action.Repositories;
import dev.pipewright.action.SourceProvider;
import dev.pipewright.action.aws.AwsClients;
import dev.pipewright.action.commands.Commands;
import dev.pipewright.action.commands.Settings;
import dev.pipewright.action.deploy.S3Deploy;
import dev.pipewright.action.deploy.ec2.Ec2Deploy;
import dev.pipewright.action.deploy.ec2.Ssh;
import dev.pipewright.action.rule.CloudWatchAlarm;
import dev.pipewright.action.rule.CodeBuildRule;
import dev.pipewright.action.rule.CommandsRule;
import dev.pipewright.action.rule.DeploymentWindow;
import dev.pipewright.action.rule.LambdaInvoke;
import dev.pipewright.action.rule.VariableCheck;
import dev.pipewright.action.source.CodeCommitSource;
import dev.pipewright.action.source.ConnectionSource;
import dev.pipewright.action.source.GitHubSource;
import dev.pipewright.action.source.S3Source;
import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.store.Database;
import dev.pipewright.store.StoredPipeline;
import dev.pipewright.store.Tables;
import dev.pipewright.store.UnreadableRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The action providers that this server has: a new one is a line in {@link #in}. */
record Providers(List<ActionProvider> all) {
    private static final Logger LOG = LoggerFactory.getLogger(Providers.class);

    /**
     * What providers work with.
     *
     * @param aws the AWS services that actions and rules turn to
     * @param keys for those outside who are given artifacts
     */
    record Means(
            ObjectStore objects,
            Repositories repositories,
            Connections connections,
            GitHub gitHub,
            LogStore logs,
            AwsClients aws,
            ArtifactKeys keys,
            Instances instances,
            DeployTargets targets,
            Ssh ssh,
            InstantSource clock) {
        private static final Means NONE = new Means(
                null, null, null, null, null, null, null, null, null, null, InstantSource.system());
    }

    /**
     * Makes the providers over a data directory, and clears away what runs of earlier servers left behind there.
     *
     * @param awaited whether an action execution of that id is in progress
     */
    static Providers in(Path data, Means means, Predicate<String> awaited) throws IOException {
        var temporary = data.resolve("tmp");
        Folders.delete(temporary);
        Files.createDirectories(temporary);
        var commands = commands(Files.createDirectories(data.resolve("runs")), means);
        commands.sweep(awaited);
        return over(means, temporary, commands);
    }

    /**
     * The providers without anything to work with, for what they say about definitions: their types, and what is wrong
     * with a configuration.
     */
    static Providers onPaper() {
        var nowhere = Path.of("");
        return over(Means.NONE, nowhere, commands(nowhere, Means.NONE));
    }

    private static Commands commands(Path runs, Means means) {
        return new Commands(means.objects, means.logs, runs, means.clock, Settings.STANDARD);
    }

    private static Providers over(Means means, Path temporary, Commands commands) {
        return new Providers(List.of(
                new S3Source(means.objects, temporary),
                new CodeCommitSource(means.repositories, means.objects, temporary),
                new ConnectionSource(means.connections, means.objects, temporary),
                new GitHubSource(means.gitHub, means.objects, temporary),
                commands,
                new S3Deploy(means.objects, temporary, means.clock),
                new Ec2Deploy(
                        means.objects, means.logs, means.instances, means.targets, means.ssh, temporary, means.clock),
                new VariableCheck(),
                new DeploymentWindow(means.clock),
                new CommandsRule(commands),
                new CodeBuildRule(means.aws, means.clock),
                new LambdaInvoke(means.aws, means.keys),
                new CloudWatchAlarm(means.aws, means.clock)));
    }

    Map<ActionTypeId, ActionProvider> byType() {
        return all.stream().collect(Collectors.toMap(provider -> provider.type().id(), provider -> provider));
    }

    Map<ActionTypeId, SourceProvider> sources() {
        var sources = new HashMap<ActionTypeId, SourceProvider>();
        for (var provider : all) {
            if (provider instanceof SourceProvider source) {
                sources.put(source.type().id(), source);
            }
        }
        return sources;
    }

    ActionCatalog catalog() {
        var byType = byType();
        return ActionCatalog.of(all.stream().map(ActionProvider::type).toList())
                .checking((id, literals) ->
                        Optional.ofNullable(byType.get(id)).flatMap(provider -> provider.trouble(literals)));
    }

    /** The tokens of all GitHub actions, but for those of definitions that cannot be read. */
    static Set<String> gitHubTokens(Database database) {
        return database.read(tables -> tables.pipelines().keys().stream()
                .flatMap(key -> readable(tables, key).stream())
                .flatMap(pipeline -> pipeline.definition().stages().getFirst().actions().stream())
                .filter(action -> action.actionTypeId().provider().equals("GitHub"))
                .flatMap(action -> Optional.ofNullable(action.configuration().get("OAuthToken")).stream())
                .collect(Collectors.toSet()));
    }

    private static Optional<StoredPipeline> readable(Tables tables, PipelineKey key) {
        try {
            return tables.pipelines().find(key, Optional.empty());
        } catch (UnreadableRow damaged) {
            LOG.warn("What it fetched from GitHub is fetched again: {}", damaged.getMessage());
            return Optional.empty();
        }
    }

    /** Whether a new version of an object concerns the action. */
    static boolean takesObject(Action action, String bucket, String key) {
        return action.actionTypeId().provider().equals("S3")
                && bucket.equals(action.configuration().get("S3Bucket"))
                && key.equals(action.configuration().get("S3ObjectKey"));
    }

    /** Whether a changed ref concerns the action. */
    static boolean takesRef(Action action, String repository, String ref) {
        return action.actionTypeId().provider().equals("CodeCommit")
                && repository.equals(action.configuration().get("RepositoryName"))
                && ref.equals("refs/heads/" + action.configuration().get("BranchName"));
    }
}
