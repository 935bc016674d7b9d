package dev.pipewright.server;

import dev.pipewright.action.ActionProvider;
import dev.pipewright.action.ArtifactKeys;
import dev.pipewright.action.Connections;
import dev.pipewright.action.Folders;
import dev.pipewright.action.GitHub;
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
import dev.pipewright.runtime.RecordedTargets;
import dev.pipewright.runtime.RegisteredInstances;
import dev.pipewright.store.Database;
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

/** The action providers that this server has: a new one is a line in {@link #in}. */
record Providers(List<ActionProvider> all) {
    /**
     * Makes the providers over a data directory, and clears away what runs of earlier servers left behind there.
     *
     * @param awaited whether an action execution of that id is in progress
     * @param aws the AWS services that rules turn to
     * @param keys for those outside who are given artifacts
     * @param database knows the machines and the targets of deployments
     */
    static Providers in(
            Path data,
            ObjectStore objects,
            Repositories repositories,
            Connections connections,
            GitHub gitHub,
            LogStore logs,
            InstantSource clock,
            Predicate<String> awaited,
            AwsClients aws,
            ArtifactKeys keys,
            Database database,
            Ssh ssh)
            throws IOException {
        var temporary = data.resolve("tmp");
        Folders.delete(temporary);
        Files.createDirectories(temporary);
        var commands = new Commands(
                objects, logs, Files.createDirectories(data.resolve("runs")), clock, Settings.STANDARD);
        commands.sweep(awaited);
        return over(
                objects, repositories, connections, gitHub, logs, temporary, commands, clock, aws, keys, database, ssh);
    }

    /**
     * The providers without anything to work with, for what they say about definitions: their types, and what is wrong
     * with a configuration.
     */
    static Providers onPaper() {
        var nowhere = Path.of("");
        var commands = new Commands(null, null, nowhere, InstantSource.system(), Settings.STANDARD);
        return over(
                null, null, null, null, null, nowhere, commands, InstantSource.system(), null, null, null, null);
    }

    private static Providers over(
            ObjectStore objects,
            Repositories repositories,
            Connections connections,
            GitHub gitHub,
            LogStore logs,
            Path temporary,
            Commands commands,
            InstantSource clock,
            AwsClients aws,
            ArtifactKeys keys,
            Database database,
            Ssh ssh) {
        return new Providers(List.of(
                new S3Source(objects, temporary),
                new CodeCommitSource(repositories, objects, temporary),
                new ConnectionSource(connections, objects, temporary),
                new GitHubSource(gitHub, objects, temporary),
                commands,
                new S3Deploy(objects, temporary, clock),
                new Ec2Deploy(
                        objects, logs, new RegisteredInstances(database), new RecordedTargets(database), ssh,
                        temporary, clock),
                new VariableCheck(),
                new DeploymentWindow(clock),
                new CommandsRule(commands),
                new CodeBuildRule(aws, clock),
                new LambdaInvoke(aws, keys),
                new CloudWatchAlarm(aws, clock)));
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

    /** The tokens of all GitHub actions. */
    static Set<String> gitHubTokens(Database database) {
        return database.read(tables -> tables.pipelines().keys().stream()
                .flatMap(key -> tables.pipelines().find(key, Optional.empty()).stream())
                .flatMap(pipeline -> pipeline.definition().stages().getFirst().actions().stream())
                .filter(action -> action.actionTypeId().provider().equals("GitHub"))
                .flatMap(action -> Optional.ofNullable(action.configuration().get("OAuthToken")).stream())
                .collect(Collectors.toSet()));
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
