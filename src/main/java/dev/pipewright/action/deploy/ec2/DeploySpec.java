package dev.pipewright.action.deploy.ec2;

import dev.pipewright.action.archive.Archive;
import dev.pipewright.action.deploy.ec2.Rollout.Copy;
import dev.pipewright.action.deploy.ec2.Rollout.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads deploy specs, which are YAML. Members that mean nothing here are passed over, as the service does. */
final class DeploySpec {
    private static final int LARGEST = 100_000;
    private static final int LONGEST_TIMEOUT = 86_400;
    private static final Duration TIMEOUT = Duration.ofHours(1);

    private final String name;

    private DeploySpec(String name) {
        this.name = name;
    }

    static Rollout read(Path artifact, String name) throws DeployFailed {
        return new DeploySpec(name).rollout(artifact.resolve(name));
    }

    private Rollout rollout(Path file) throws DeployFailed {
        if (!(load(file) instanceof Map<?, ?> spec)) {
            throw refused("it must be a mapping with a version and files");
        }
        var version = shown(spec.get("version"));
        if (!version.equals("0.1")) {
            throw refused("its version is \"%s\": this server reads 0.1", version);
        }
        for (var unknown : List.of("hooks", "permissions")) {
            if (spec.containsKey(unknown)) {
                // Passing over these would deploy something else than what is asked for.
                throw refused("its member \"%s\" is not available on this server", unknown);
            }
        }
        List<Copy> copies = new ArrayList<>();
        for (var each : list(spec.get("files"), "files")) {
            var entry = mapping(each, "files");
            copies.add(new Copy(
                    inArtifact(text(entry, "source")),
                    Locations.onMachine(text(entry, "destination")).orElseThrow(() -> refused(
                            "the destination \"%s\" must be an absolute path other than / and without ..",
                            shown(entry.get("destination"))))));
        }
        var scripts = spec.get("scripts") == null ? Map.of() : mapping(spec.get("scripts"), "scripts");
        return new Rollout(
                List.copyOf(copies),
                scripts(scripts.get("BeforeDeploy"), "BeforeDeploy"),
                scripts(scripts.get("AfterDeploy"), "AfterDeploy"),
                Optional.empty());
    }

    private Object load(Path file) throws DeployFailed {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw DeployFailed.configuration("The artifact has no file \"%s\", its deploy spec.", name);
            }
            if (Files.size(file) > LARGEST) {
                throw refused("it is longer than %,d bytes", LARGEST);
            }
            var settings = LoadSettings.builder().setLabel(name).setCodePointLimit(LARGEST).build();
            return new Load(settings).loadFromString(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw refused("it cannot be read as UTF-8");
        } catch (YamlEngineException | StackOverflowError malformed) {
            var reason = malformed.getMessage() == null ? "it is nested too deeply" : malformed.getMessage();
            throw refused("%s", Archive.shown(reason.strip().replaceAll("\\s+", " ")));
        }
    }

    private List<Script> scripts(Object value, String event) throws DeployFailed {
        List<Script> scripts = new ArrayList<>();
        for (var each : list(value, event)) {
            var entry = mapping(each, event);
            var location = inArtifact(text(entry, "location"));
            var timeout = entry.get("timeout") == null ? TIMEOUT : timeout(entry.get("timeout"));
            var runAs = entry.get("runas") == null ? Optional.<String>empty() : Optional.of(text(entry, "runas"));
            scripts.add(new Script(location, Optional.of(timeout), runAs));
        }
        return List.copyOf(scripts);
    }

    private Duration timeout(Object value) throws DeployFailed {
        if (value instanceof Integer seconds && seconds >= 1 && seconds <= LONGEST_TIMEOUT) {
            return Duration.ofSeconds(seconds);
        }
        throw refused(
                "the timeout \"%s\" must be a number of seconds from 1 to %,d",
                shown(value), LONGEST_TIMEOUT);
    }

    private String inArtifact(String path) throws DeployFailed {
        return Locations.inArtifact(path)
                .orElseThrow(() -> refused("the path \"%s\" leads out of the artifact", Archive.shown(path)));
    }

    private List<?> list(Object value, String member) throws DeployFailed {
        return switch (value) {
            case null -> List.of();
            case List<?> list -> list;
            case Object other -> throw refused("its member \"%s\" must be a list", member);
        };
    }

    private Map<?, ?> mapping(Object value, String member) throws DeployFailed {
        if (value instanceof Map<?, ?> mapping) {
            return mapping;
        }
        throw refused("what is in its member \"%s\" must be mappings", member);
    }

    private String text(Map<?, ?> entry, String member) throws DeployFailed {
        var value = entry.get(member);
        if (value == null || value instanceof Map || value instanceof List || value instanceof Set) {
            throw refused("an entry has no \"%s\"", member);
        }
        return String.valueOf(value);
    }

    /** What is behind aliases may be inside itself, or be far longer in words than in the file. */
    private static String shown(Object value) {
        return value instanceof Map || value instanceof List || value instanceof Set
                ? "..."
                : Archive.shown(String.valueOf(value));
    }

    private DeployFailed refused(String reason, Object... values) {
        return DeployFailed.configuration(
                "The deploy spec \"%s\" cannot be carried out: %s.",
                Archive.shown(name), reason.formatted(values));
    }
}
