package dev.pipewright.action.deploy.ec2;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Paths that come from configurations and deploy specs. */
final class Locations {
    private static final int LONGEST = 1024;

    private Locations() {}

    /**
     * A path within the artifact as it is below the artifact's folder, without a slash at either end; the folder itself
     * is the empty text. Nothing where the path leads out, or has control characters.
     */
    static Optional<String> inArtifact(String path) {
        List<String> parts = new ArrayList<>();
        for (var part : path.split("/")) {
            if (part.equals("..")) {
                return Optional.empty();
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return isPlain(path) ? Optional.of(String.join("/", parts)) : Optional.empty();
    }

    /** A path of a folder on a machine, without a slash at its end; nothing where it is not absolute or leads up. */
    static Optional<String> onMachine(String path) {
        return path.startsWith("/")
                ? inArtifact(path).filter(inner -> !inner.isEmpty()).map(inner -> "/" + inner)
                : Optional.empty();
    }

    private static boolean isPlain(String path) {
        return path.length() <= LONGEST && path.chars().noneMatch(Character::isISOControl);
    }
}
