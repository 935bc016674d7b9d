package dev.pipewright.engine;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.RunId;
import java.math.BigInteger;
import java.util.Set;

/**
 * The S3 keys of artifacts, laid out as the service does: the first 20 characters of the pipeline's name, the first 10
 * of the artifact's, and 7 letters and digits that differ from run to run.
 */
final class ArtifactKeys {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final Set<String> SOURCES_OF_ZIPS = Set.of("S3", "GitHub");

    private ArtifactKeys() {}

    /**
     * Where a run writes one of its output artifacts; the same each time it is asked.
     *
     * @param salt see {@link dev.pipewright.model.Execution#salt}
     */
    static String key(Pipeline pipeline, Action producer, String salt, RunId run, String artifact) {
        return "%s/%s/%s%s"
                .formatted(
                        cut(pipeline.name(), 20),
                        cut(artifact, 10),
                        tail(salt, run, artifact),
                        endsInZip(producer.actionTypeId()) ? ".zip" : "");
    }

    private static String tail(String salt, RunId run, String artifact) {
        var number = new BigInteger(
                1,
                Derived.bytes(
                        "artifact",
                        salt,
                        run.executionId(),
                        run.stage(),
                        run.action(),
                        Integer.toString(run.attempt()),
                        artifact));
        var base = BigInteger.valueOf(ALPHABET.length());
        var tail = new StringBuilder();
        for (int i = 0; i < 7; i++) {
            var quotientAndRest = number.divideAndRemainder(base);
            tail.append(ALPHABET.charAt(quotientAndRest[1].intValue()));
            number = quotientAndRest[0];
        }
        return tail.toString();
    }

    private static boolean endsInZip(ActionTypeId type) {
        return type.category() == ActionCategory.Source && SOURCES_OF_ZIPS.contains(type.provider());
    }

    private static String cut(String name, int length) {
        return name.length() <= length ? name : name.substring(0, length);
    }
}
