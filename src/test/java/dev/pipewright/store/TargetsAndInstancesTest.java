package dev.pipewright.store;

import static dev.pipewright.store.Samples.KEY;
import static dev.pipewright.store.Samples.T;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.DeployTarget;
import dev.pipewright.model.DeployTargetEvent;
import dev.pipewright.model.DeployTargetStatus;
import dev.pipewright.model.Instance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The machines that are deployed to, and the targets of deployments. */
class TargetsAndInstancesTest extends StoreTest {
    private static final Instance WEB = new Instance(
            "mi-1", "web", "web.example.com", 22, "deploy", "ssh-ed25519 AAAA", Map.of("Fleet", "web"));

    @BeforeEach
    void makeThePipeline() {
        makePipeline(KEY);
    }

    private static DeployTarget ended(String id, DeployTargetStatus status) {
        return DeployTarget.pending(id, "EC2")
                .begun(T)
                .with(new DeployTargetEvent("DEPLOY", status, T, T.plusSeconds(1), "command", "why"))
                .ended(status, T.plusSeconds(2));
    }

    private void put(String run, String content, DeployTarget target) {
        write(tx -> {
            tx.deployTargets().put(KEY, run, content, target);
            return null;
        });
    }

    private List<DeployTarget> page(String run, long after, int limit) {
        List<DeployTargets.Entry> entries = read(tables -> tables.deployTargets().page(run, after, limit));
        return entries.stream().map(DeployTargets.Entry::target).toList();
    }

    private Optional<String> last(String target, String exceptRun) {
        Optional<DeployTargets.Entry> last = read(tables -> tables.deployTargets().last(target, exceptRun));
        return last.map(DeployTargets.Entry::content);
    }

    private boolean add(String region, Instance instance, String identity) {
        return write(tx -> tx.instances().add("1", region, instance, identity, T));
    }

    private boolean remove(String region, String idOrName) {
        return write(tx -> tx.instances().remove("1", region, idOrName));
    }

    private List<Instance> list(String region) {
        return read(tables -> tables.instances().list("1", region));
    }

    private Optional<String> identity(String id) {
        return read(tables -> tables.instances().identity(id));
    }

    @Test
    void targets_keep_their_order_however_often_they_change() {
        put("run", "x", DeployTarget.pending("mi-1", "EC2"));
        put("run", "x", DeployTarget.pending("mi-2", "EC2"));
        put("other", "x", DeployTarget.pending("mi-1", "EC2"));
        put("run", "x", ended("mi-1", DeployTargetStatus.Failed));

        assertThat(page("run", 0, 10)).containsExactly(
                ended("mi-1", DeployTargetStatus.Failed), DeployTarget.pending("mi-2", "EC2"));
        DeployTargets.Entry first = read(tables -> tables.deployTargets().page("run", 0, 1).getFirst());
        assertThat(page("run", first.seq(), 10)).containsExactly(DeployTarget.pending("mi-2", "EC2"));
        List<DeployTargets.Entry> failed =
                read(tables -> tables.deployTargets().page("run", List.of("Failed", "Skipped"), 0, 10));
        assertThat(failed).containsExactly(first);
        reopen();
        assertThat(page("run", 0, 10)).hasSize(2);
    }

    @Test
    void the_last_deployment_to_a_target_is_the_newest_that_did_anything() {
        put("first", "a", ended("mi-1", DeployTargetStatus.Succeeded));
        put("second", "b", ended("mi-1", DeployTargetStatus.Failed));
        put("third", "c", ended("mi-1", DeployTargetStatus.Skipped));
        put("fourth", "d", DeployTarget.pending("mi-1", "EC2"));

        assertThat(last("mi-1", "fourth")).contains("b");
        assertThat(last("mi-1", "second")).contains("a");
        assertThat(last("mi-2", "fourth")).isEmpty();
    }

    @Test
    void targets_go_with_their_pipeline_and_none_come_after_it() {
        put("run", "x", DeployTarget.pending("mi-1", "EC2"));
        write(tx -> tx.pipelines().delete(KEY));
        put("run", "x", DeployTarget.pending("mi-2", "EC2"));

        assertThat(page("run", 0, 10)).isEmpty();
    }

    private static Instance with(String id) {
        return new Instance(
                id, WEB.name(), WEB.host(), WEB.port(), WEB.userName(), WEB.hostKey(), WEB.tags());
    }

    @Test
    void machines_have_names_of_their_own_and_take_their_keys_with_them() {
        assertThat(add("eu", WEB, "key")).isTrue();
        assertThat(add("eu", with("mi-2"), "key")).isFalse();
        assertThat(add("us", with("mi-3"), "other key")).isTrue();

        assertThat(list("eu")).containsExactly(WEB);
        assertThat(remove("us", "web")).isTrue();
        assertThat(list("us")).isEmpty();
        assertThat(identity("mi-1")).contains("key");
        assertThat(remove("eu", "mi-1")).isTrue();
        assertThat(identity("mi-1")).isEmpty();
        assertThat(remove("eu", "mi-1")).isFalse();
    }

    @Test
    void a_machine_called_like_the_id_of_another_one_stays_when_that_is_removed() {
        add("eu", WEB, "key");
        var namesake = new Instance(
                "mi-2", WEB.id(), WEB.host(), WEB.port(), WEB.userName(), WEB.hostKey(), WEB.tags());
        add("eu", namesake, "key");
        assertThat(remove("eu", "mi-1")).isTrue();
        assertThat(list("eu")).containsExactly(namesake);
    }
}
