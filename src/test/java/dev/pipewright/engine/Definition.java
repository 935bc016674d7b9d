package dev.pipewright.engine;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ArtifactStore;
import dev.pipewright.model.EnvironmentVariable;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.InputArtifact;
import dev.pipewright.model.OutputArtifact;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.Stage;
import dev.pipewright.model.TriggerDeclaration;
import dev.pipewright.model.VariableDeclaration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes definitions for tests in few words; what is not said is absent, as in a caller's JSON. */
final class Definition {
    private Definition() {}

    static Pipeline pipeline(Stage... stages) {
        return new Pipeline(
                "release",
                "arn:aws:iam::123456789012:role/pipeline",
                new ArtifactStore("S3", "artifacts-bucket", null),
                null,
                List.of(stages),
                null,
                null,
                null,
                null,
                null);
    }

    static Pipeline changed(Pipeline pipeline, ArtifactStore store, Map<String, ArtifactStore> stores) {
        return new Pipeline(
                pipeline.name(), pipeline.roleArn(), store, stores, pipeline.stages(), null, pipeline.executionMode(),
                pipeline.pipelineType(), pipeline.variables(), pipeline.triggers());
    }

    static Pipeline changed(Pipeline pipeline, PipelineType type, ExecutionMode mode) {
        return new Pipeline(
                pipeline.name(), pipeline.roleArn(), pipeline.artifactStore(), null, pipeline.stages(), null, mode,
                type, pipeline.variables(), pipeline.triggers());
    }

    static Pipeline declaring(
            Pipeline pipeline, List<VariableDeclaration> variables, List<TriggerDeclaration> triggers) {
        return new Pipeline(
                pipeline.name(), pipeline.roleArn(), pipeline.artifactStore(), null, pipeline.stages(), null,
                pipeline.executionMode(), pipeline.pipelineType(), variables, triggers);
    }

    static Stage stage(String name, Making... actions) {
        return new Stage(name, null, List.of(actions).stream().map(Making::action).toList(), null, null, null);
    }

    static Making action(String name, ActionCategory category, ActionOwner owner, String provider) {
        return new Making(name, new ActionTypeId(category, owner, provider, "1"));
    }

    static Making source(String name) {
        return action(name, ActionCategory.Source, ActionOwner.AWS, "S3")
                .with("S3Bucket", "sources")
                .with("S3ObjectKey", "app.zip");
    }

    static Making connected(String name) {
        return action(name, ActionCategory.Source, ActionOwner.AWS, "CodeStarSourceConnection")
                .with("ConnectionArn", "arn:aws:codeconnections:us-east-1:123456789012:connection/abc")
                .with("FullRepositoryId", "acme/shop")
                .with("BranchName", "main");
    }

    static Making deploy(String name) {
        return action(name, ActionCategory.Deploy, ActionOwner.AWS, "S3")
                .with("BucketName", "site")
                .with("Extract", "true");
    }

    static Making commands(String name, String... commands) {
        return action(name, ActionCategory.Compute, ActionOwner.AWS, "Commands").commands(commands);
    }

    static Making approval(String name) {
        return action(name, ActionCategory.Approval, ActionOwner.AWS, "Manual");
    }

    /** An action in the making. */
    static final class Making {
        private final String name;
        private final ActionTypeId type;
        private final Map<String, String> configuration = new LinkedHashMap<>();
        private List<String> commands;
        private List<OutputArtifact> outputs;
        private List<InputArtifact> inputs;
        private List<String> outputVariables;
        private List<EnvironmentVariable> environment;
        private Integer runOrder;
        private Integer timeout;
        private String region;
        private String namespace;

        Making(String name, ActionTypeId type) {
            this.name = name;
            this.type = type;
        }

        Making with(String key, String value) {
            configuration.put(key, value);
            return this;
        }

        Making without(String key) {
            configuration.remove(key);
            return this;
        }

        Making commands(String... lines) {
            commands = List.of(lines);
            return this;
        }

        Making reads(String... artifacts) {
            inputs = List.of(artifacts).stream().map(InputArtifact::new).toList();
            return this;
        }

        Making writes(String... artifacts) {
            outputs = List.of(artifacts).stream()
                    .map(artifact -> new OutputArtifact(artifact, null))
                    .toList();
            return this;
        }

        Making writes(OutputArtifact artifact) {
            outputs = List.of(artifact);
            return this;
        }

        Making leaves(String... variables) {
            outputVariables = List.of(variables);
            return this;
        }

        Making environment(String variable, String value) {
            environment = environment == null ? new ArrayList<>() : environment;
            environment.add(new EnvironmentVariable(variable, value, "PLAINTEXT"));
            return this;
        }

        Making runOrder(int number) {
            runOrder = number;
            return this;
        }

        Making timeout(int minutes) {
            timeout = minutes;
            return this;
        }

        Making region(String name) {
            region = name;
            return this;
        }

        Making namespace(String name) {
            namespace = name;
            return this;
        }

        Action action() {
            return new Action(
                    name,
                    type,
                    runOrder,
                    configuration.isEmpty() ? null : configuration,
                    commands,
                    outputs,
                    inputs,
                    outputVariables,
                    null,
                    region,
                    namespace,
                    timeout,
                    environment);
        }
    }
}
