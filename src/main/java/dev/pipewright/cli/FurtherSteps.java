package dev.pipewright.cli;

import dev.pipewright.cli.Snapshot.Step;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commands that show more of what the demo did, ready to be pasted. */
final class FurtherSteps {
    private FurtherSteps() {}

    /** @param serving whether the server goes on, so that there is something to ask */
    static List<Line> lines(URI endpoint, Path data, String executionId, boolean deployed, boolean serving) {
        var lines = new ArrayList<Line>();
        lines.add(Line.plain(""));
        lines.add(new Line(Line.Tone.STRONG, "To look further, in another terminal:"));
        if (!serving) {
            lines.add(Line.plain("  " + Launcher.command("serve", data) + " --port " + endpoint.getPort() + " &"));
        }
        lines.add(Line.plain("  eval \"$(" + Launcher.command("credentials", data) + ")\""));
        var execution = " --pipeline-name " + SamplePipeline.NAME + " --pipeline-execution-id " + executionId;
        lines.add(codePipeline(endpoint, "get-pipeline-execution" + execution));
        lines.add(codePipeline(endpoint, "list-action-executions --pipeline-name " + SamplePipeline.NAME
                + " --filter pipelineExecutionId=" + executionId));
        lines.add(codePipeline(endpoint, "get-pipeline-state --name " + SamplePipeline.NAME));
        if (deployed) {
            var site = "s3://" + SamplePipeline.SITE_BUCKET;
            lines.add(aws("s3 --endpoint-url " + endpoint + " ls --recursive " + site));
            lines.add(aws("s3 --endpoint-url " + endpoint + " cp " + site + "/site/index.html -"));
        }
        var tree = Shell.quote(data.toAbsolutePath().normalize().resolve("demo-workspace").toString());
        lines.add(Line.plain("To see it run again: change a file in " + tree + ", commit, and"));
        lines.add(Line.plain("  git -C " + tree + " push"));
        return lines;
    }

    static String approve(URI endpoint, Step step, String token) {
        return codePipeline(endpoint, "put-approval-result --pipeline-name " + SamplePipeline.NAME
                        + " --stage-name " + step.stage()
                        + " --action-name " + step.action()
                        + " --token " + token
                        + " --result status=Approved,summary=ok")
                .text()
                .strip();
    }

    private static Line codePipeline(URI endpoint, String operation) {
        return aws("codepipeline --endpoint-url " + endpoint + " " + operation);
    }

    private static Line aws(String rest) {
        return Line.plain("  aws " + rest);
    }
}
