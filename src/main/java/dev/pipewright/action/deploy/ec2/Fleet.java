package dev.pipewright.action.deploy.ec2;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.DeployTargets;
import dev.pipewright.action.Instances;
import dev.pipewright.model.DeployTarget;
import dev.pipewright.model.DeployTargetStatus;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Instance;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * The machines that a run deploys to. They are chosen once: machines that are registered later belong to later runs.
 */
final class Fleet {
    /** As many machines as the service deploys to at most. */
    static final int MOST = 500;

    private final ActionRequest request;
    private final Ec2Settings settings;
    private final DeployTargets targets;
    private final Instances instances;

    Fleet(ActionRequest request, Ec2Settings settings, DeployTargets targets, Instances instances) {
        this.request = request;
        this.settings = settings;
        this.targets = targets;
        this.instances = instances;
    }

    /** What is deployed, by a name that another attempt with the same artifact and configuration has too. */
    static String contentOf(ActionRequest request) {
        var place = request.firstInput().location();
        var text = new StringBuilder(place.bucket()).append('\n').append(place.key());
        new TreeMap<>(request.run().configuration()).forEach((name, value) ->
                text.append('\n').append(name.length()).append(name).append(value.length()).append(value));
        try {
            var sha = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    /** The run's targets, as far as they have come; chosen and recorded where this is the first look. */
    List<DeployTarget> targets() throws DeployFailed {
        var known = targets.of(request);
        if (!known.isEmpty()) {
            return known;
        }
        var chosen = choose();
        targets.record(request, contentOf(request), chosen);
        return chosen;
    }

    /**
     * Those on which a deployment failed before come first, as on the service; and those that have this very artifact
     * from an earlier attempt are skipped.
     */
    private List<DeployTarget> choose() throws DeployFailed {
        var found = instances.tagged(
                request.pipeline().account(),
                request.pipeline().region(),
                settings.instanceTagKey(),
                settings.instanceTagValue());
        if (found.isEmpty() || found.size() > MOST) {
            throw new DeployFailed(
                    FailureType.JobFailed,
                    found.isEmpty()
                            ? "No machine is registered with the tag %s."
                            : "More than 500 machines are registered with the tag %s.",
                    settings.instanceTagValue()
                            .map(value -> "\"%s\"=\"%s\"".formatted(settings.instanceTagKey(), value))
                            .orElse("\"%s\"".formatted(settings.instanceTagKey())));
        }
        var content = contentOf(request);
        record Choice(boolean failedBefore, DeployTarget target) {}
        List<Choice> choices = new ArrayList<>();
        for (var instance : found) {
            var pending = DeployTarget.pending(instance.id(), settings.instanceType());
            var last = targets.last(request, instance.id());
            var isThere = last.filter(it -> it.content().equals(content))
                    .filter(it -> it.status() == DeployTargetStatus.Succeeded)
                    .isPresent();
            choices.add(new Choice(
                    last.filter(it -> it.status() == DeployTargetStatus.Failed).isPresent(),
                    isThere ? skipped(pending) : pending));
        }
        choices.sort(Comparator.comparing(choice -> !choice.failedBefore()));
        return choices.stream().map(Choice::target).toList();
    }

    private static DeployTarget skipped(DeployTarget target) {
        return target.ended(DeployTargetStatus.Skipped, null);
    }

    /** What sentences call a target. */
    String shown(DeployTarget target) {
        return instances.find(request.pipeline().account(), request.pipeline().region(), target.targetId())
                .map(Instance::shown)
                .orElse(target.targetId());
    }
}
