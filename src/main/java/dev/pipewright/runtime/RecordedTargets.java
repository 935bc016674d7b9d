package dev.pipewright.runtime;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.DeployTargets;
import dev.pipewright.model.DeployTarget;
import dev.pipewright.store.Database;
import java.util.List;
import java.util.Optional;

/** The targets of deploy actions, in the database. */
public final class RecordedTargets implements DeployTargets {
    private final Database database;

    public RecordedTargets(Database database) {
        this.database = database;
    }

    @Override
    public List<DeployTarget> of(ActionRequest request) {
        return database.read(tables -> tables.deployTargets().page(request.run().id(), 0, Integer.MAX_VALUE)).stream()
                .map(entry -> entry.target())
                .toList();
    }

    @Override
    public void record(ActionRequest request, String content, List<DeployTarget> targets) {
        database.writer().commit(tx -> {
            for (var target : targets) {
                tx.deployTargets().put(request.pipeline(), request.run().id(), content, target);
            }
            return null;
        });
    }

    @Override
    public Optional<Last> last(ActionRequest request, String targetId) {
        return database.read(tables -> tables.deployTargets().last(targetId, request.run().id()))
                .map(entry -> new Last(entry.content(), entry.target().status()));
    }
}
