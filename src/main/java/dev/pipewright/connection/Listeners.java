package dev.pipewright.connection;

import dev.pipewright.engine.GitTriggers;
import dev.pipewright.model.Action;
import dev.pipewright.model.Connection;
import dev.pipewright.model.ConnectionArn;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.store.GitRefs;
import dev.pipewright.store.Tables;
import dev.pipewright.store.UnreadableRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The source actions that Git events can start their pipelines for. */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private Listeners() {}

    /**
     * One source action and what it listens to.
     *
     * @param fullName the repository as the action spells it
     */
    record Listener(
            PipelineKey key, Pipeline pipeline, Action source, Connection connection, String fullName) {
        GitRefs.Repository repository() {
            return Hosts.repository(connection, fullName);
        }
    }

    /** All of them, pipeline by pipeline. */
    static List<Listener> all(Tables tables) {
        var listeners = new ArrayList<Listener>();
        for (var key : tables.pipelines().keys()) {
            try {
                tables.pipelines().find(key, Optional.empty()).ifPresent(stored -> {
                    var pipeline = stored.definition();
                    for (var source : GitTriggers.connectionSources(pipeline)) {
                        if (GitTriggers.listens(pipeline, source)) {
                            connection(tables, key, source)
                                    .map(connection -> new Listener(
                                            key, pipeline, source, connection,
                                            source.configuration().get("FullRepositoryId")))
                                    .ifPresent(listeners::add);
                        }
                    }
                });
            } catch (UnreadableRow damaged) {
                LOG.warn("Git events cannot start {}: {}", key.arn(), damaged.getMessage());
            }
        }
        return listeners;
    }

    /** Those that listen to one repository. */
    static List<Listener> to(Tables tables, GitRefs.Repository repository) {
        return all(tables).stream()
                .filter(listener -> listener.repository().equals(repository))
                .toList();
    }

    private static Optional<Connection> connection(Tables tables, PipelineKey key, Action source) {
        return ConnectionArn.parse(source.configuration().get("ConnectionArn"))
                .filter(arn -> arn.account().equals(key.account()))
                .flatMap(arn -> tables.connections().find(arn));
    }
}
