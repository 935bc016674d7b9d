package dev.pipewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.cli.Snapshot.LogStream;
import dev.pipewright.cli.Snapshot.Run;
import dev.pipewright.cli.Snapshot.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TimelineTest {
    private static final Instant T = Instant.parse("2026-01-01T10:00:00Z");
    private static final Commit COMMIT = new Commit("0123456789abcdef", "Write the first pages");

    @Test
    void the_board_shows_every_action_with_its_status_and_time() {
        var now = snapshot("InProgress", step("Source", "CodeCommit", run("1", "Succeeded", 0, 400)),
                step("Build", "Commands", run("2", "InProgress", 500, 600)), idle("Deploy", "S3"));
        assertThat(texts(Timeline.board(now, T.plusMillis(1700)))).containsExactly(
                "InProgress  1.7 s  commit 01234567 Write the first pages",
                "  Source  CodeCommit  Succeeded  0.4 s",
                "  Build   Commands    InProgress  1.2 s",
                "  Deploy  S3          -");
    }

    @Test
    void a_manual_approval_says_that_it_waits() {
        var now = snapshot("InProgress", step("Approve", "Manual", run("1", "InProgress", 0, 0)));
        assertThat(texts(Timeline.board(now, T.plusSeconds(75))).getLast())
                .isEqualTo("  Approve  Manual      waits for an approval  1 min 15 s");
    }

    @Test
    void the_news_tell_each_thing_once() {
        var first = snapshot("InProgress", step("Build", "Commands", run("1", "InProgress", 0, 0)));
        var last = snapshot("Succeeded", step("Build", "Commands", run("1", "Succeeded", 0, 2000)));
        assertThat(texts(Timeline.news(Optional.empty(), first, Map.of()))).containsExactly(
                "Execution e-1 started",
                "Building commit 01234567 Write the first pages",
                "Build started (Commands)");
        assertThat(Timeline.news(Optional.of(first), first, Map.of())).isEmpty();
        assertThat(texts(Timeline.news(Optional.of(first), last, Map.of())))
                .containsExactly("Build Succeeded in 2.0 s", "Execution e-1 Succeeded in 2.0 s");
        assertThat(Timeline.news(Optional.of(last), last, Map.of())).isEmpty();
    }

    @Test
    void what_commands_print_stands_between_the_start_and_the_end_of_their_action() {
        var now = snapshot("InProgress", step("Build", "Commands", run("1", "Succeeded", 0, 1000)));
        assertThat(texts(Timeline.news(Optional.empty(), now, Map.of("1", List.of("one", "two")))))
                .endsWith("Build started (Commands)", "Build | one", "Build | two", "Build Succeeded in 1.0 s");
    }

    @Test
    void an_action_that_is_tried_again_is_news_again() {
        var failed = new Run("1", "Failed", T, T, "", "it broke", "", Optional.empty());
        var before = snapshot("InProgress", step("Build", "Commands", failed));
        var again = snapshot("InProgress", step("Build", "Commands", run("2", "InProgress", 0, 0)));
        assertThat(texts(Timeline.news(Optional.of(before), again, Map.of())))
                .containsExactly("Build started (Commands)");
    }

    @Test
    void a_failure_is_told_with_its_reason_and_once() {
        var before = snapshot("InProgress", step("Build", "Commands", run("1", "InProgress", 0, 0)));
        var failed = new Run("1", "Failed", T, T.plusSeconds(1), "", "it broke", "", Optional.empty());
        var after = snapshot("Failed", step("Build", "Commands", failed));
        assertThat(Timeline.failures(Optional.of(before), after))
                .containsExactly(new Line(Line.Tone.BAD, "Build failed: it broke"));
        assertThat(Timeline.failures(Optional.of(after), after)).isEmpty();
    }

    @Test
    void what_commands_print_cannot_steer_the_terminal() {
        var now = snapshot("InProgress", step("Build", "Commands", run("1", "InProgress", 0, 0)));
        var printed = Map.of("1", List.of("\u001b[2J\u001b[31mred\u0007\ttab\r\u009bx\n"));
        assertThat(texts(Timeline.log(now, printed))).containsExactly("Build | red    tabx");
    }

    @Test
    void a_long_line_is_cut_to_the_columns_there_are() {
        assertThat(Line.plain("0123456789").cut(10).text()).isEqualTo("0123456789");
        assertThat(Line.plain("0123456789").cut(8).text()).isEqualTo("01234...");
    }

    @Test
    void a_log_stream_is_found_by_its_arn() {
        var arn = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/codepipeline/demo:log-stream:a:b";
        assertThat(LogStream.ofArn(arn)).contains(new LogStream("/aws/codepipeline/demo", "a:b"));
        assertThat(LogStream.ofArn("arn:aws:s3:::bucket")).isEmpty();
        assertThat(LogStream.ofArn(null)).isEmpty();
    }

    @Test
    void clocks_that_disagree_make_no_negative_times() {
        var run = run("1", "InProgress", 5000, 5000);
        assertThat(run.took(T)).isEqualTo(Duration.ZERO);
        assertThat(snapshot("InProgress", step("Build", "Commands", run)).took(T)).isEqualTo(Duration.ZERO);
    }

    private static Snapshot snapshot(String status, Step... steps) {
        return new Snapshot("e-1", status, Optional.of(COMMIT), List.of(steps));
    }

    private static Step step(String name, String provider, Run run) {
        return new Step(name, name, provider, Optional.of(run));
    }

    private static Step idle(String name, String provider) {
        return new Step(name, name, provider, Optional.empty());
    }

    private static Run run(String id, String status, long startedMillis, long changedMillis) {
        var started = T.plusMillis(startedMillis);
        return new Run(id, status, started, T.plusMillis(changedMillis), "", "", "", Optional.empty());
    }

    private static List<String> texts(List<Line> lines) {
        return lines.stream().map(Line::text).toList();
    }
}
