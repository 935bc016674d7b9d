package dev.pipewright.runtime;

import dev.pipewright.action.Instances;
import dev.pipewright.model.Instance;
import dev.pipewright.store.Database;
import java.util.List;
import java.util.Optional;

/** The machines that were registered with this server. */
public final class RegisteredInstances implements Instances {
    private final Database database;

    public RegisteredInstances(Database database) {
        this.database = database;
    }

    @Override
    public List<Instance> tagged(String account, String region, String key, Optional<String> value) {
        return database.read(tables -> tables.instances().list(account, region)).stream()
                .filter(instance -> instance.isTagged(key, value.orElse(null)))
                .toList();
    }

    @Override
    public Optional<Instance> find(String account, String region, String id) {
        return database.read(tables -> tables.instances().find(account, region, id));
    }

    @Override
    public Optional<String> identity(Instance instance) {
        return database.read(tables -> tables.instances().identity(instance.id()));
    }
}
