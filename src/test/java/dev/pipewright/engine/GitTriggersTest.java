package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.connected;
import static dev.pipewright.engine.Definition.pipeline;
import static dev.pipewright.engine.Definition.stage;
import static dev.pipewright.engine.Examination.DEPLOY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.GitEvent;
import dev.pipewright.model.GitEvent.BranchPush;
import dev.pipewright.model.GitEvent.PullRequest;
import dev.pipewright.model.GitEvent.TagPush;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PullRequestEvent;
import dev.pipewright.model.TriggerDeclaration;
import dev.pipewright.model.TriggerDeclaration.GitConfiguration;
import dev.pipewright.model.TriggerDeclaration.Patterns;
import dev.pipewright.model.TriggerDeclaration.PullRequestFilter;
import dev.pipewright.model.TriggerDeclaration.PushFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitTriggersTest {
    private static final Supplier<List<String>> NOT_ASKED = () -> {
        throw new AssertionError("the changed files must not be asked for");
    };

    private static Patterns patterns(String text) {
        if (text == null) return null;
        var includes = new ArrayList<String>();
        var excludes = new ArrayList<String>();
        for (var pattern : text.split(" ")) {
            if (pattern.startsWith("!")) excludes.add(pattern.substring(1));
            else includes.add(pattern);
        }
        return new Patterns(includes.isEmpty() ? null : includes, excludes.isEmpty() ? null : excludes);
    }

    private static Pipeline triggered(List<PushFilter> push, List<PullRequestFilter> requests) {
        return Definition.declaring(
                pipeline(stage("Source", connected("take").writes("app")), DEPLOY),
                null,
                List.of(new TriggerDeclaration(
                        "CodeStarSourceConnection", new GitConfiguration("take", push, requests))));
    }

    private static Pipeline pushed(PushFilter... filters) {
        return triggered(List.of(filters), null);
    }

    private static boolean starts(Pipeline pipeline, GitEvent event, Supplier<List<String>> files) {
        return GitTriggers.starts(pipeline, pipeline.stages().getFirst().actions().getFirst(), event, files);
    }

    private static boolean starts(Pipeline pipeline, GitEvent event) {
        return starts(pipeline, event, NOT_ASKED);
    }

    private static BranchPush push(String branch) {
        return new BranchPush("acme/shop", branch, Optional.of("a".repeat(40)), "b".repeat(40));
    }

    private static BranchPush newBranch(String branch) {
        return new BranchPush("acme/shop", branch, Optional.empty(), "b".repeat(40));
    }

    private static TagPush tag(String tag) {
        return new TagPush("acme/shop", tag, "b".repeat(40));
    }

    private static PullRequest request(PullRequestEvent event, String from, String to) {
        return new PullRequest("acme/shop", "7", event, from, to, "b".repeat(40));
    }

    @ParameterizedTest(name = "{0} admits {1}: {2}")
    @CsvSource(textBlock = """
            main,               main,       true
            main,               dev,        false
            main dev,           dev,        true
            !dev,               main,       true
            !dev,               dev,        false
            feature/* !*/wip,   feature/a,  true
            feature/* !*/wip,   feature/wip, false
            feature/* !*/wip,   main,       false
            ** !**,             main,       false
            """)
    void excludes_beat_includes_and_excludes_alone_let_in_everything_else(String patterns, String name, boolean in) {
        assertThat(GitTriggers.admits(patterns(patterns), name)).isEqualTo(in);
    }

    @Test
    void without_a_trigger_any_push_to_the_branch_starts_the_pipeline() {
        var plain = pipeline(stage("Source", connected("take").writes("app")), DEPLOY);
        assertThat(starts(plain, push("main"))).isTrue();
        assertThat(starts(plain, newBranch("main"))).isTrue();
        assertThat(starts(plain, push("dev"))).isFalse();
        assertThat(starts(plain, tag("main"))).isFalse();
        assertThat(starts(plain, request(PullRequestEvent.OPEN, "dev", "main"))).isFalse();
    }

    @ParameterizedTest(name = "DetectChanges {0}: {1}")
    @CsvSource({"true, true", "TRUE, true", "false, false", "yes, false"})
    void detect_changes_turns_that_off(String value, boolean starts) {
        var pipeline = pipeline(stage("Source", connected("take").with("DetectChanges", value).writes("app")), DEPLOY);
        var source = pipeline.stages().getFirst().actions().getFirst();
        assertThat(starts(pipeline, push("main"))).isEqualTo(starts);
        assertThat(GitTriggers.listens(pipeline, source)).isEqualTo(starts);
    }

    @Test
    void a_trigger_turns_off_the_default_and_does_not_need_detect_changes() {
        var pipeline = Definition.declaring(
                pipeline(stage("Source", connected("take").with("DetectChanges", "false").writes("app")), DEPLOY),
                null,
                pushed(new PushFilter(null, patterns("release/*"), null)).triggers());
        assertThat(starts(pipeline, push("main"))).isFalse();
        assertThat(starts(pipeline, push("release/1"))).isTrue();
        assertThat(GitTriggers.listens(pipeline, pipeline.stages().getFirst().actions().getFirst())).isTrue();
    }

    @Test
    void a_filter_on_tags_is_for_tags_and_one_on_branches_for_branches() {
        var onTags = pushed(new PushFilter(patterns("v* !v0*"), null, null));
        assertThat(starts(onTags, tag("v1"))).isTrue();
        assertThat(starts(onTags, tag("v0.1"))).isFalse();
        assertThat(starts(onTags, push("v1"))).isFalse();
        var onBranches = pushed(new PushFilter(null, patterns("v*"), null));
        assertThat(starts(onBranches, tag("v1"))).isFalse();
        assertThat(starts(onBranches, push("v1"))).isTrue();
        assertThat(starts(onBranches, newBranch("v1"))).isTrue();
        assertThat(starts(onBranches, request(PullRequestEvent.OPEN, "v1", "v2"))).isFalse();
    }

    @Test
    void one_changed_file_must_be_included_and_not_excluded() {
        var filter = pushed(new PushFilter(null, patterns("main"), patterns("src/** !**.md")));
        assertThat(starts(filter, push("main"), () -> List.of("docs/x", "src/A.java"))).isTrue();
        assertThat(starts(filter, push("main"), () -> List.of("docs/x", "src/README.md"))).isFalse();
        assertThat(starts(filter, push("main"), List::of)).isFalse();
        assertThat(starts(filter, push("dev"))).isFalse();
    }

    @Test
    void a_file_excluded_does_not_keep_out_another_one() {
        var filter = pushed(new PushFilter(null, null, patterns("!docs/**")));
        assertThat(starts(filter, push("main"), () -> List.of("docs/x", "src/y"))).isTrue();
        assertThat(starts(filter, push("main"), () -> List.of("docs/x"))).isFalse();
    }

    @Test
    void only_the_first_hundred_files_count() {
        var files = new ArrayList<>(IntStream.range(0, 99).mapToObj(i -> "docs/" + i).toList());
        var filter = pushed(new PushFilter(null, null, patterns("src/**")));
        files.add("src/hundredth");
        assertThat(starts(filter, push("main"), () -> files)).isTrue();
        files.add(0, "docs/one-more");
        assertThat(starts(filter, push("main"), () -> files)).isFalse();
    }

    @Test
    void a_new_branch_matches_no_filter_on_files() {
        assertThat(starts(pushed(new PushFilter(null, null, patterns("**"))), newBranch("main"))).isFalse();
        assertThat(starts(pushed(new PushFilter(null, patterns("main"), patterns("**"))), newBranch("main")))
                .isFalse();
    }

    @Test
    void one_of_several_filters_is_enough() {
        var pipeline = triggered(
                List.of(
                        new PushFilter(patterns("v*"), null, null),
                        new PushFilter(null, patterns("main"), patterns("src/**")),
                        new PushFilter(null, patterns("release/*"), null)),
                List.of(new PullRequestFilter(List.of("OPEN"), patterns("main"), null)));
        assertThat(starts(pipeline, tag("v1"))).isTrue();
        assertThat(starts(pipeline, push("release/1"))).isTrue();
        assertThat(starts(pipeline, push("main"), () -> List.of("src/a"))).isTrue();
        assertThat(starts(pipeline, push("main"), () -> List.of("docs/a"))).isFalse();
        assertThat(starts(pipeline, request(PullRequestEvent.OPEN, "x", "main"))).isTrue();
        assertThat(starts(pipeline, request(PullRequestEvent.OPEN, "x", "dev"))).isFalse();
    }

    @Test
    void a_pull_request_is_filtered_by_event_target_branch_and_files() {
        var pipeline = triggered(null, List.of(new PullRequestFilter(
                List.of("OPEN", "UPDATED"), patterns("main"), patterns("src/**"))));
        assertThat(starts(pipeline, request(PullRequestEvent.UPDATED, "x", "main"), () -> List.of("src/a"))).isTrue();
        assertThat(starts(pipeline, request(PullRequestEvent.UPDATED, "x", "main"), () -> List.of("a"))).isFalse();
        assertThat(starts(pipeline, request(PullRequestEvent.CLOSED, "x", "main"))).isFalse();
        assertThat(starts(pipeline, request(PullRequestEvent.OPEN, "main", "x"))).isFalse();
        assertThat(starts(pipeline, push("main"))).isFalse();
    }

    @Test
    void a_pull_request_filter_without_events_takes_all_of_them() {
        var pipeline = triggered(null, List.of(new PullRequestFilter(null, patterns("main"), null)));
        assertThat(Arrays.stream(PullRequestEvent.values())
                        .allMatch(event -> starts(pipeline, request(event, "x", "main"))))
                .isTrue();
    }

    @Test
    void a_trigger_is_of_its_own_source_action() {
        var two = Definition.declaring(
                pipeline(stage("Source", connected("take").writes("app"), connected("other").writes("lib")), DEPLOY),
                null,
                pushed(new PushFilter(null, patterns("dev"), null)).triggers());
        var other = two.stages().getFirst().actions().getLast();
        assertThat(GitTriggers.starts(two, other, push("main"), NOT_ASKED)).isTrue();
        assertThat(GitTriggers.starts(two, other, push("dev"), NOT_ASKED)).isFalse();
        assertThat(starts(two, push("dev"))).isTrue();
        assertThat(starts(two, push("main"))).isFalse();
    }
}
