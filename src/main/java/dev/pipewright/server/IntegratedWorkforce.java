package dev.pipewright.server;

import dev.pipewright.action.ActionProvider;
import dev.pipewright.action.lambda.LambdaCall;
import dev.pipewright.action.lambda.LambdaExecutor;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ExecutorType;
import dev.pipewright.runtime.Workforce;
import dev.pipewright.store.Database;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The built-in providers, and one for each of partners' action types whose jobs go to a Lambda function. */
record IntegratedWorkforce(Database database, Map<ActionTypeId, ActionProvider> builtIn, LambdaCall call)
        implements Workforce {
    @Override
    public Set<ActionTypeId> types() {
        List<ActionTypeId> ofFunctions =
                database.read(tables -> tables.integrationTypes().executedBy(ExecutorType.Lambda));
        if (ofFunctions.isEmpty()) {
            return builtIn.keySet();
        }
        var all = new HashSet<>(builtIn.keySet());
        all.addAll(ofFunctions);
        return all;
    }

    @Override
    public ActionProvider of(ActionTypeId type) {
        var known = builtIn.get(type);
        if (known != null) {
            return known;
        }
        return database.read(tables -> tables.integrationTypes().findAlsoRemoved(type))
                .map(found -> new LambdaExecutor(found, call))
                .orElseThrow(() -> new IllegalStateException("nobody works for the action type " + type));
    }
}
