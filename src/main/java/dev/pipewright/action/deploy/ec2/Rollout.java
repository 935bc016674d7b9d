package dev.pipewright.action.deploy.ec2;

import dev.pipewright.action.archive.Archive;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is done on each machine once the files of the artifact are there: scripts, copies, scripts.
 *
 * @param targetDirectory where the copies go that the scripts after them are run from; empty where scripts are run from
 *     where the artifact was unpacked
 */
record Rollout(List<Copy> copies, List<Script> before, List<Script> after, Optional<String> targetDirectory) {
    /**
     * A file of the artifact, or all that is in a folder of it, and the folder of the machine that it is copied to.
     *
     * @param source below the artifact's folder; empty for all of it
     */
    record Copy(String source, String destination) {}

    /**
     * A script of the artifact.
     *
     * @param timeout empty where only the action's own time counts
     * @param runAs the user that the artifact asks for
     */
    record Script(String location, Optional<Duration> timeout, Optional<String> runAs) {
        Script(String location) {
            this(location, Optional.empty(), Optional.empty());
        }
    }

    /** What the configuration asks for, by itself or by the deploy spec that it names in the artifact. */
    static Rollout of(Ec2Settings settings, Path artifact) throws DeployFailed {
        var rollout = settings.deploySpec().isPresent()
                ? DeploySpec.read(artifact, settings.deploySpec().get())
                : new Rollout(
                        List.of(new Copy("", settings.targetDirectory().orElseThrow())),
                        settings.preScript().map(Script::new).stream().toList(),
                        settings.postScript().map(Script::new).stream().toList(),
                        settings.targetDirectory());
        rollout.check(artifact);
        return rollout;
    }

    List<Script> scripts() {
        return Stream.concat(before.stream(), after.stream()).toList();
    }

    /** All that is missing is found before anything is changed on any machine. */
    private void check(Path artifact) throws DeployFailed {
        for (var script : scripts()) {
            if (!Files.isRegularFile(artifact.resolve(script.location()), LinkOption.NOFOLLOW_LINKS)) {
                throw DeployFailed.configuration(
                        "The artifact has no file \"%s\" that could be run as a script.",
                        Archive.shown(script.location()));
            }
        }
        for (var copy : copies) {
            if (!Files.exists(artifact.resolve(copy.source()), LinkOption.NOFOLLOW_LINKS)) {
                throw DeployFailed.configuration(
                        "The artifact has no file or folder \"%s\" to deploy.", Archive.shown(copy.source()));
            }
        }
    }
}
