package dev.pipewright.engine;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ActionTypeSettings;
import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.ConfigurationProperty;
import java.util.List;
import java.util.Optional;

/** A catalog like that of a real server: a few provided types, one custom type, and the rest only known. */
final class Catalogs {
    static final ActionTypeId CUSTOM = new ActionTypeId(ActionCategory.Build, ActionOwner.Custom, "Forge", "1");

    private static final ConfigurationProperty SECRET =
            new ConfigurationProperty("Token", false, false, true, false, null, "String");

    static final ActionType FORGE =
            type(CUSTOM, count(0, 1), count(0, 1), false, ConfigurationProperty.required("Project"), SECRET);

    static final ActionCatalog CATALOG = ActionCatalog.of(List.of(
                    type(
                            aws(ActionCategory.Source, "S3"),
                            count(0, 0),
                            count(1, 1),
                            false,
                            ConfigurationProperty.required("S3Bucket"),
                            ConfigurationProperty.required("S3ObjectKey"),
                            ConfigurationProperty.optional("PollForSourceChanges")),
                    type(
                            aws(ActionCategory.Source, "CodeCommit"),
                            count(0, 0),
                            count(1, 1),
                            false,
                            ConfigurationProperty.required("RepositoryName"),
                            ConfigurationProperty.required("BranchName"),
                            ConfigurationProperty.optional("OutputArtifactFormat")),
                    type(
                            aws(ActionCategory.Source, "CodeStarSourceConnection"),
                            count(0, 0),
                            count(1, 1),
                            false,
                            ConfigurationProperty.required("ConnectionArn"),
                            ConfigurationProperty.required("FullRepositoryId"),
                            ConfigurationProperty.required("BranchName"),
                            ConfigurationProperty.optional("OutputArtifactFormat"),
                            ConfigurationProperty.optional("DetectChanges")),
                    type(
                            aws(ActionCategory.Compute, "Commands"),
                            count(1, 10),
                            count(0, 1),
                            true,
                            ConfigurationProperty.optional("ComputeType")),
                    type(
                            aws(ActionCategory.Deploy, "S3"),
                            count(1, 1),
                            count(0, 0),
                            false,
                            ConfigurationProperty.required("BucketName"),
                            ConfigurationProperty.required("Extract"),
                            ConfigurationProperty.optional("ObjectKey")),
                    type(
                            aws(ActionCategory.Rule, "VariableCheck"),
                            count(0, 0),
                            count(0, 0),
                            true,
                            ConfigurationProperty.required("Variable"),
                            ConfigurationProperty.required("Value"),
                            ConfigurationProperty.required("Operator")),
                    type(aws(ActionCategory.Rule, "Commands"), count(0, 1), count(0, 0), true)))
            .checking((id, literals) -> literals.getOrDefault("Operator", "EQ").equals("EQ")
                    ? Optional.empty()
                    : Optional.of("The Operator of " + id.provider() + " is not EQ."))
            .with(id -> id.equals(CUSTOM) ? Optional.of(FORGE) : Optional.empty());

    private Catalogs() {}

    private static ActionTypeId aws(ActionCategory category, String provider) {
        return new ActionTypeId(category, ActionOwner.AWS, provider, "1");
    }

    private static ArtifactCount count(int least, int most) {
        return new ArtifactCount(least, most);
    }

    private static ActionType type(
            ActionTypeId id,
            ArtifactCount inputs,
            ArtifactCount outputs,
            boolean v2Only,
            ConfigurationProperty... properties) {
        return new ActionType(
                id, ActionTypeSettings.NONE, List.of(properties), inputs, outputs, Timeouts.of(id), v2Only, true);
    }
}
