package dev.pipewright.action.deploy.ec2;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.archive.Archive;
import java.util.Map;
import java.util.Optional;

/** The configuration of the action, understood. */
record Ec2Settings(
        String instanceTagKey,
        Optional<String> instanceTagValue,
        String instanceType,
        Optional<String> targetDirectory,
        Optional<String> deploySpec,
        Optional<String> preScript,
        Optional<String> postScript,
        Share maxBatch,
        Share maxError) {
    /** So many machines at once where the configuration does not say, as the service sends commands. */
    private static final Share USUAL_BATCH = new Share(50, false);

    private static final Share NO_ERROR = new Share(0, false);

    /** What is wrong with values, each seen for itself. */
    static Optional<String> trouble(Map<String, String> configuration) {
        for (var property : configuration.entrySet()) {
            var value = property.getValue();
            var rule = switch (property.getKey()) {
                case "InstanceType" ->
                    value.equals("EC2") || value.equals("SSM_MANAGED_NODE") ? null : "must be EC2 or SSM_MANAGED_NODE";
                case "TargetDirectory" ->
                    Locations.onMachine(value).isPresent() ? null : "must be an absolute path other than / without ..";
                case "DeploySpec", "PreScript", "PostScript" ->
                    Locations.inArtifact(value).filter(path -> !path.isEmpty()).isPresent()
                            ? null
                            : "must be the path of a file in the artifact, without ..";
                case "MaxBatch" -> Share.of(value, 1).isPresent()
                        ? null
                        : "must be a number of machines from 1 to 500, or from 1% to 100%";
                case "MaxError" -> Share.of(value, 0).isPresent()
                        ? null
                        : "must be a number of machines from 0 to 500, or from 0% to 100%";
                case "TargetGroupNameList" ->
                    "cannot be obeyed: this server knows no load balancers whose target groups it could change";
                default -> null;
            };
            if (rule != null) {
                return Optional.of("The configuration property %s is \"%s\": it %s."
                        .formatted(property.getKey(), Archive.shown(value), rule));
            }
        }
        if (configuration.containsKey("DeploySpec")) {
            for (var other : new String[] {"PreScript", "PostScript", "TargetDirectory"}) {
                if (configuration.containsKey(other)) {
                    return Optional.of(
                            ("The configuration properties DeploySpec and %s cannot be given together: the deploy spec"
                                    + " says what is deployed where.").formatted(other));
                }
            }
        }
        return Optional.empty();
    }

    static Ec2Settings of(ActionRequest request) throws DeployFailed {
        var trouble = trouble(request.run().configuration());
        if (trouble.isPresent()) {
            throw DeployFailed.configuration("%s", trouble.get());
        }
        if (request.optionalSetting("DeploySpec").isEmpty()) {
            for (var needed : new String[] {"TargetDirectory", "PostScript"}) {
                if (request.optionalSetting(needed).isEmpty()) {
                    throw DeployFailed.configuration(
                            "The configuration property %s is missing: it is needed where there is no DeploySpec.",
                            needed);
                }
            }
        }
        return new Ec2Settings(
                request.setting("InstanceTagKey"),
                request.optionalSetting("InstanceTagValue"),
                request.setting("InstanceType"),
                request.optionalSetting("TargetDirectory").flatMap(Locations::onMachine),
                request.optionalSetting("DeploySpec").flatMap(Locations::inArtifact),
                request.optionalSetting("PreScript").flatMap(Locations::inArtifact),
                request.optionalSetting("PostScript").flatMap(Locations::inArtifact),
                request.optionalSetting("MaxBatch").flatMap(text -> Share.of(text, 1)).orElse(USUAL_BATCH),
                request.optionalSetting("MaxError").flatMap(text -> Share.of(text, 0)).orElse(NO_ERROR));
    }

    /** How many of so many machines may be deployed to at the same time. */
    int atOnce(int machines) {
        return Math.max(1, Math.min(machines, maxBatch.of(machines)));
    }
}
