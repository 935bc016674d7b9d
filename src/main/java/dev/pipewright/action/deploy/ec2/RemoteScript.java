package dev.pipewright.action.deploy.ec2;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.deploy.ec2.Rollout.Copy;
import dev.pipewright.action.deploy.ec2.Rollout.Script;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What machines are told, as scripts of a plain {@code /bin/sh}. Everything of a run is below a folder of its own in
 * the user's home; a script that runs has a session of its own, by which whoever comes next can end it.
 */
final class RemoteScript {
    private static final String MARK = "PIPEWRIGHT_DEPLOYMENT";

    private final ActionRequest request;

    RemoteScript(ActionRequest request) {
        this.request = request;
    }

    private String beginning() {
        return """
                stage="$HOME/.pipewright/"%s
                files="$stage/files"
                signalled() {
                    [ -f "$stage/pid" ] && pid=$(cat "$stage/pid") || return 1
                    case "$pid" in ''|*[!0-9]*) return 1;; esac
                    tr '\\000' '\\n' 2>/dev/null < "/proc/$pid/environ" | grep -qxF %s || return 1
                    kill -s "$1" -- "-$pid" 2>/dev/null
                }
                """.formatted(Quoted.of(request.run().id()), Quoted.of(MARK + "=" + request.run().id()));
    }

    /** Ends what is left of an earlier attempt at the run, and unpacks the tar that it reads. */
    String upload(List<Script> scripts) {
        var executables = scripts.stream()
                .map(script -> Quoted.of("./" + script.location()))
                .distinct()
                .collect(Collectors.joining(" "));
        return beginning() + """
                signalled KILL
                rm -rf "$stage" || exit 1
                mkdir -p "$HOME/.pipewright" && chmod 700 "$HOME/.pipewright" || exit 1
                mkdir "$stage" "$files" && cd "$files" && tar -xof - || exit 1
                """ + (executables.isEmpty() ? "" : "chmod u+x -- " + executables + "\n");
    }

    /** Copies files to where they belong; what else is there stays. */
    String copy(List<Copy> copies) {
        var text = new StringBuilder(beginning()).append("cd \"$files\" || exit 1\n");
        for (var copy : copies) {
            text.append("""
                    mkdir -p %2$s || exit 1
                    if [ -d %1$s ] && ! [ -L %1$s ]; then cp -fRPp %1$s/. %2$s/; else cp -fPp %1$s %2$s/; fi || exit 1
                    """.formatted(
                    Quoted.of("./" + copy.source()), Quoted.of(copy.destination())));
        }
        return text.toString();
    }

    /**
     * Runs a script of the artifact.
     *
     * @param folder of the machine, from which it is run; empty where the artifact was unpacked
     */
    String run(Script script, Optional<String> folder) {
        var text = new StringBuilder(beginning());
        environment().forEach((name, value) ->
                text.append(name).append('=').append(Quoted.of(value)).append("; export ").append(name).append('\n'));
        return text + """
                folder=%s
                cd "$folder" || exit 126
                session=; if command -v setsid >/dev/null 2>&1; then session=setsid; fi
                $session /bin/sh -c 'echo $$ > "$0/pid"; exec "$1"' "$stage" "$folder/"%s < /dev/null
                status=$?
                rm -f "$stage/pid"
                exit $status
                """.formatted(folder.map(Quoted::of).orElse("$files"), Quoted.of(script.location()));
    }

    private Map<String, String> environment() {
        var run = request.run().run();
        return Map.of(
                MARK, request.run().id(),
                "CODEPIPELINE_PIPELINE_NAME", request.pipeline().name(),
                "CODEPIPELINE_PIPELINE_EXECUTION_ID", run.executionId(),
                "CODEPIPELINE_STAGE_NAME", run.stage(),
                "CODEPIPELINE_ACTION_NAME", run.action());
    }

    /** Ends the script that runs, after a second of grace. */
    String end() {
        return beginning() + """
                if signalled TERM; then sleep 1; signalled KILL; fi
                exit 0
                """;
    }

    /** Ends what runs and removes what was uploaded; what was copied stays. */
    String clear() {
        return beginning() + """
                signalled KILL
                rm -rf "$stage"
                rmdir "$HOME/.pipewright" 2>/dev/null
                exit 0
                """;
    }
}
