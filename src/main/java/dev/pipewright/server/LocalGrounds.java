package dev.pipewright.server;

import dev.pipewright.api.Grounds;
import dev.pipewright.git.HostedRepositories;
import dev.pipewright.git.RepositoryName;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ArtifactStore;
import dev.pipewright.model.Pipeline;
import dev.pipewright.s3.Buckets;
import dev.pipewright.wire.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

/** The repositories and buckets of this server that a new pipeline names. */
final class LocalGrounds implements Grounds {
    private final HostedRepositories repositories;
    private final Buckets buckets;
    private final boolean ownArtifacts;

    /** @param ownArtifacts whether artifacts lie in the server's own buckets */
    LocalGrounds(HostedRepositories repositories, Buckets buckets, boolean ownArtifacts) {
        this.repositories = repositories;
        this.buckets = buckets;
        this.ownArtifacts = ownArtifacts;
    }

    @Override
    public void prepare(Pipeline pipeline, String account, String region) {
        pipeline.stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .filter(action -> action.actionTypeId().category() == ActionCategory.Source)
                .forEach(action -> prepareSource(action, account, region));
        if (ownArtifacts) {
            stores(pipeline).forEach(store -> makeBucket(store.location(), account, region));
        }
    }

    private static Stream<ArtifactStore> stores(Pipeline pipeline) {
        return pipeline.artifactStore() != null
                ? Stream.of(pipeline.artifactStore())
                : pipeline.artifactStores().values().stream();
    }

    private void prepareSource(Action action, String account, String region) {
        var configuration = action.configuration();
        switch (action.actionTypeId().provider()) {
            case "CodeCommit" -> makeRepository(action, configuration.get("RepositoryName"));
            case "S3" -> {
                if (ownArtifacts) {
                    makeBucket(configuration.get("S3Bucket"), account, region);
                }
            }
            default -> {}
        }
    }

    private void makeRepository(Action action, String name) {
        RepositoryName.objection(name).ifPresent(objection -> {
            throw Fault.of(
                    "InvalidActionDeclarationException",
                    "The action '%s' cannot take its source: %s",
                    action.name(), objection);
        });
        try {
            repositories.create(name);
        } catch (IOException e) {
            throw new UncheckedIOException("The repository '%s' could not be made".formatted(name), e);
        }
    }

    private void makeBucket(String name, String account, String region) {
        try {
            buckets.createIfMissing(name, account, region);
        } catch (Fault fault) {
            throw Fault.of("InvalidStructureException", "The bucket '%s' cannot be used: %s", name, fault.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("The bucket '%s' could not be made".formatted(name), e);
        }
    }
}
