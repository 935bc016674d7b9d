package dev.pipewright.store;

import dev.pipewright.engine.Traffic;
import dev.pipewright.model.PipelineKey;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Everything there is to ask, over one snapshot or one transaction. */
public sealed class Tables permits Tx {
    final Handle handle;
    final Definitions definitions;
    final Vault vault;

    Tables(Handle handle, Definitions definitions, Vault vault) {
        this.handle = handle;
        this.definitions = definitions;
        this.vault = vault;
    }

    /**
     * All that is under way in a pipeline; empty when there is no such pipeline.
     *
     * @throws UnreadableRow when what is stored of it is damaged
     */
    public Optional<Traffic> traffic(PipelineKey pipeline) {
        return new TrafficRows(this).load(pipeline).map(LiveTraffic.Held::traffic);
    }

    /** The pipelines and their definitions. */
    public Pipelines pipelines() {
        return new Pipelines(handle, definitions, _ -> {});
    }

    /** The executions, live and over. */
    public Executions executions() {
        return new Executions(handle, definitions, vault);
    }

    /** The action executions, live and over. */
    public ActionRuns actionRuns() {
        return new ActionRuns(handle, definitions, vault);
    }

    /** The action executions as lists of them are read. */
    public RunPages actionPages() {
        return RunPages.ofActions(handle, definitions, vault);
    }

    /** The rule executions as lists of them are read. */
    public RunPages rulePages() {
        return RunPages.ofRules(handle, definitions, vault);
    }

    /** The jobs. */
    public Jobs jobs() {
        return new Jobs(handle);
    }

    /** The hold of the workers inside on their jobs. */
    public Leases leases() {
        return new Leases(handle);
    }

    /** The timers that are set. */
    public Timers timers() {
        return new Timers(handle);
    }

    /** The custom action types. */
    public ActionTypes actionTypes() {
        return new ActionTypes(handle);
    }

    /** The action types that partners brought. */
    public IntegrationTypes integrationTypes() {
        return new IntegrationTypes(handle);
    }

    /** The partners. */
    public Partners partners() {
        return new Partners(handle);
    }

    /** The tags of resources. */
    public Tags tags() {
        return new Tags(handle);
    }

    /** What source actions saw last. */
    public SourceCursors sourceCursors() {
        return new SourceCursors(handle);
    }

    /** The client request tokens of starts. */
    public StartTokens startTokens() {
        return new StartTokens(handle);
    }

    /** The webhooks. */
    public Webhooks webhooks() {
        return new Webhooks(handle, vault);
    }

    /** The connections to Git hosts. */
    public Connections connections() {
        return new Connections(handle, vault);
    }

    /** What branches and tags were seen to point to. */
    public GitRefs gitRefs() {
        return new GitRefs(handle);
    }

    /** The deliveries of Git hosts. */
    public GitDeliveries gitDeliveries() {
        return new GitDeliveries(handle);
    }

    /** The events on their way out. */
    public Outbox outbox() {
        return new Outbox(handle);
    }

    /** The approvals whose notification is not published yet. */
    public Notifications notifications() {
        return new Notifications(handle);
    }

    /** The users and their policies. */
    public Users users() {
        return new Users(handle);
    }

    /** The access keys of users. */
    public AccessKeys accessKeys() {
        return new AccessKeys(handle, vault);
    }

    /** The machines that deploy actions reach. */
    public Instances instances() {
        return new Instances(handle, vault);
    }

    /** The targets of the runs of deploy actions. */
    public DeployTargets deployTargets() {
        return new DeployTargets(handle);
    }

    /** A few values about the installation itself. */
    public Meta meta() {
        return new Meta(handle);
    }
}
