package dev.pipewright.runtime;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.Progress;
import dev.pipewright.action.SourceProvider;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ActionTypeSettings;
import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.ExecutionDetails;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** A provider that does what the test says, and remembers what it was asked. */
final class ScriptedProvider implements SourceProvider {
    final List<ActionRequest> advanced = new CopyOnWriteArrayList<>();
    final List<ActionRequest> abandoned = new CopyOnWriteArrayList<>();
    final List<ActionRequest> settled = new CopyOnWriteArrayList<>();
    private final ActionTypeId id;
    private volatile Step step = _ -> DONE;
    private volatile Consumer<ActionRequest> end = _ -> {};
    private volatile Function<Map<String, String>, Optional<String>> newest = _ -> Optional.empty();

    static final Progress DONE = Progress.succeeded(ExecutionDetails.NONE, Map.of());

    /** What it answers. */
    interface Step {
        Progress take(ActionRequest request) throws InterruptedException;
    }

    ScriptedProvider(ActionTypeId id) {
        this.id = id;
    }

    ScriptedProvider does(Step next) {
        step = next;
        return this;
    }

    ScriptedProvider abandonsBy(Consumer<ActionRequest> deed) {
        end = deed;
        return this;
    }

    ScriptedProvider sees(Function<Map<String, String>, Optional<String>> what) {
        newest = what;
        return this;
    }

    @Override
    public ActionType type() {
        return new ActionType(
                id, ActionTypeSettings.NONE, List.of(), new ArtifactCount(0, 5), new ArtifactCount(0, 5),
                ActionType.CUSTOM_TIMEOUT, false, true);
    }

    @Override
    public Progress advance(ActionRequest request) throws InterruptedException {
        advanced.add(request);
        return step.take(request);
    }

    @Override
    public void settled(ActionRequest request) {
        settled.add(request);
    }

    @Override
    public void abandon(ActionRequest request) {
        abandoned.add(request);
        end.accept(request);
    }

    @Override
    public Optional<String> newest(Map<String, String> configuration) {
        return newest.apply(configuration);
    }
}
