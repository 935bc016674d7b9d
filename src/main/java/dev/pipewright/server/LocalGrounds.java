package dev.pipewright.server;

import dev.pipewright.api.Grounds;
import dev.pipewright.connection.Hosts;
import dev.pipewright.engine.Problem;
import dev.pipewright.git.HostedRepositories;
import dev.pipewright.git.RepositoryName;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ArtifactStore;
import dev.pipewright.model.ConnectionArn;
import dev.pipewright.model.Pipeline;
import dev.pipewright.s3.Buckets;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The repositories and buckets of this server that a new pipeline names. */
final class LocalGrounds implements Grounds {
    private final Database database;
    private final HostedRepositories repositories;
    private final Buckets buckets;
    private final boolean ownArtifacts;

    /** @param ownArtifacts whether artifacts lie in the server's own buckets */
    LocalGrounds(Database database, HostedRepositories repositories, Buckets buckets, boolean ownArtifacts) {
        this.database = database;
        this.repositories = repositories;
        this.buckets = buckets;
        this.ownArtifacts = ownArtifacts;
    }

    @Override
    public void prepare(Pipeline pipeline, String account, String region) {
        var sources = pipeline.stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .filter(action -> action.actionTypeId().category() == ActionCategory.Source)
                .toList();
        var named = ownArtifacts ? bucketsOf(pipeline, sources) : List.<String>of();
        // All names are looked at before the first thing is made: a refused pipeline leaves nothing behind.
        from(sources, "CodeStarSourceConnection").forEach(action -> checkConnection(action, account));
        var hosted = sources.stream().filter(action -> repositoryOf(action) != null).toList();
        hosted.forEach(action -> checkRepository(action, account));
        named.forEach(name -> checkBucket(name, account));
        hosted.forEach(action -> makeRepository(repositoryOf(action)));
        named.forEach(name -> makeBucket(name, account, region));
    }

    /** What is wrong with names in a definition, whatever this server has already. */
    static List<Problem> misnamed(Pipeline pipeline) {
        var problems = new ArrayList<Problem>();
        var actions = pipeline.stages().getFirst().actions();
        for (int i = 0; i < actions.size(); i++) {
            var place = List.of("stages", "0", "actions", String.valueOf(i), "configuration");
            var action = actions.get(i);
            if (isOf(action, "CodeStarSourceConnection")
                    && ConnectionArn.parse(action.configuration().get("ConnectionArn")).isEmpty()) {
                add(problems, place, Problem.Kind.InvalidActionDeclaration,
                        () -> { throw noConnection(action, Server.ACCOUNT); });
            }
            if (repositoryOf(action) != null) {
                add(problems, place, Problem.Kind.InvalidActionDeclaration,
                        () -> checkRepository(action, Server.ACCOUNT));
            }
            if (isOf(action, "S3")) {
                add(problems, place, Problem.Kind.InvalidStructure,
                        () -> checkBucketName(action.configuration().get("S3Bucket")));
            }
        }
        stores(pipeline).map(ArtifactStore::location).forEach(location -> add(
                problems, List.of(pipeline.artifactStore() == null ? "artifactStores" : "artifactStore"),
                Problem.Kind.InvalidStructure, () -> checkBucketName(location)));
        return problems;
    }

    private static void add(List<Problem> problems, List<String> place, Problem.Kind kind, Runnable check) {
        try {
            check.run();
        } catch (Fault fault) {
            problems.add(new Problem(kind, fault.getMessage(), place));
        }
    }

    private static List<Action> from(List<Action> sources, String provider) {
        return sources.stream()
                .filter(action -> isOf(action, provider))
                .toList();
    }

    private static boolean isOf(Action action, String provider) {
        return action.actionTypeId().owner() == ActionOwner.AWS
                && action.actionTypeId().provider().equals(provider);
    }

    private static List<String> bucketsOf(Pipeline pipeline, List<Action> sources) {
        return Stream.concat(
                        from(sources, "S3").stream()
                                .map(action -> action.configuration().get("S3Bucket")),
                        stores(pipeline).map(ArtifactStore::location))
                .distinct()
                .toList();
    }

    private static Stream<ArtifactStore> stores(Pipeline pipeline) {
        return pipeline.artifactStore() != null
                ? Stream.of(pipeline.artifactStore())
                : pipeline.artifactStores().values().stream();
    }

    /** The repository of this server that a source takes; null for a source of another kind. */
    private static String repositoryOf(Action action) {
        var configuration = action.configuration();
        if (isOf(action, "CodeCommit")) {
            return configuration.get("RepositoryName");
        }
        var isHosted = isOf(action, "CodeStarSourceConnection")
                && ConnectionArn.parse(configuration.get("ConnectionArn")).filter(ConnectionArn::isHosted).isPresent();
        return isHosted ? Hosts.hostedName(configuration.get("FullRepositoryId")) : null;
    }

    private static void checkRepository(Action action, String account) {
        if (!account.equals(Server.ACCOUNT)) {
            throw Fault.of(
                    "InvalidActionDeclarationException",
                    "The action '%s' cannot take its source: the repositories of this server belong to account '%s'",
                    action.name(), Server.ACCOUNT);
        }
        RepositoryName.objection(repositoryOf(action)).ifPresent(objection -> {
            throw Fault.of(
                    "InvalidActionDeclarationException",
                    "The action '%s' cannot take its source: %s",
                    action.name(), objection);
        });
    }

    private void checkConnection(Action action, String account) {
        var given = action.configuration().get("ConnectionArn");
        var known = ConnectionArn.parse(given)
                .filter(arn -> arn.account().equals(account))
                .flatMap(arn -> database.read(tables -> tables.connections().find(arn)));
        if (known.isEmpty()) {
            throw noConnection(action, account);
        }
    }

    private static Fault noConnection(Action action, String account) {
        var given = action.configuration().get("ConnectionArn");
        return Fault.of(
                "InvalidActionDeclarationException",
                "The action '%s' names the connection '%s', which does not exist in account '%s'",
                action.name(), given.length() > 200 ? given.substring(0, 200) + "..." : given, account);
    }

    private static void checkBucketName(String name) {
        try {
            Buckets.checkName(name);
        } catch (Fault fault) {
            throw unusable(name, fault);
        }
    }

    private static Fault unusable(String bucket, Fault fault) {
        return Fault.of("InvalidStructureException", "The bucket '%s' cannot be used: %s", bucket, fault.getMessage());
    }

    private void checkBucket(String name, String account) {
        try {
            buckets.checkUsable(name, account);
        } catch (Fault fault) {
            throw unusable(name, fault);
        } catch (IOException e) {
            throw new UncheckedIOException("The bucket '%s' could not be looked for".formatted(name), e);
        }
    }

    private void makeRepository(String name) {
        try {
            repositories.create(name);
        } catch (IOException e) {
            throw new UncheckedIOException("The repository '%s' could not be made".formatted(name), e);
        }
    }

    private void makeBucket(String name, String account, String region) {
        try {
            buckets.createIfMissing(name, account, region);
        } catch (IOException e) {
            throw new UncheckedIOException("The bucket '%s' could not be made".formatted(name), e);
        }
    }
}
