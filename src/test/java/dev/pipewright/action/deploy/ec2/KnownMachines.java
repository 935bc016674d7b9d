package dev.pipewright.action.deploy.ec2;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.DeployTargets;
import dev.pipewright.action.Instances;
import dev.pipewright.model.DeployTarget;
import dev.pipewright.model.DeployTargetStatus;
import dev.pipewright.model.Instance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Machines and targets in memory. */
final class KnownMachines implements Instances, DeployTargets {
    private final Map<String, Instance> instances = new LinkedHashMap<>();
    private final Map<String, String> identities = new LinkedHashMap<>();
    private final Map<String, Map<String, DeployTarget>> targets = new LinkedHashMap<>();
    private final Map<String, String> contents = new LinkedHashMap<>();
    private final List<String> history = new ArrayList<>();

    synchronized void add(Instance instance, String identity) {
        instances.put(instance.id(), instance);
        identities.put(instance.id(), identity);
    }

    synchronized void remove(String id) {
        instances.remove(id);
        identities.remove(id);
    }

    /** Every state that a target was recorded in, as {@code id status}, in their order. */
    synchronized List<String> history() {
        return List.copyOf(history);
    }

    synchronized List<DeployTarget> ofRun(String run) {
        return List.copyOf(targets.getOrDefault(run, Map.of()).values());
    }

    synchronized void put(String run, String content, DeployTarget target) {
        contents.put(run, content);
        targets.computeIfAbsent(run, _ -> new LinkedHashMap<>()).put(target.targetId(), target);
    }

    @Override
    public synchronized List<Instance> tagged(String account, String region, String key, Optional<String> value) {
        return instances.values().stream().filter(it -> it.isTagged(key, value.orElse(null))).toList();
    }

    @Override
    public synchronized Optional<Instance> find(String account, String region, String id) {
        return Optional.ofNullable(instances.get(id));
    }

    @Override
    public synchronized Optional<String> identity(Instance instance) {
        return Optional.ofNullable(identities.get(instance.id()));
    }

    @Override
    public List<DeployTarget> of(ActionRequest request) {
        return ofRun(request.run().id());
    }

    @Override
    public synchronized void record(ActionRequest request, String content, List<DeployTarget> changed) {
        for (var target : changed) {
            put(request.run().id(), content, target);
            history.add(target.targetId() + " " + target.status());
        }
    }

    @Override
    public synchronized Optional<Last> last(ActionRequest request, String targetId) {
        Optional<Last> last = Optional.empty();
        for (var run : targets.entrySet()) {
            var target = run.getValue().get(targetId);
            if (!run.getKey().equals(request.run().id())
                    && target != null
                    && target.status() != DeployTargetStatus.Pending
                    && target.status() != DeployTargetStatus.Skipped) {
                last = Optional.of(new Last(contents.get(run.getKey()), target.status()));
            }
        }
        return last;
    }
}
