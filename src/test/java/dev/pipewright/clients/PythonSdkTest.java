package dev.pipewright.clients;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SDK for Python that Debian has, which is of 2022. */
final class PythonSdkTest {
    @TempDir
    Path directory;

    @Test
    void boto3_is_answered_as_it_expects_in_every_operation_that_it_knows() throws Exception {
        try (var ground = Ground.start(directory)) {
            var story = Story.of(ground, Story.python("story.py"));
            Exercised.compare("boto3", story.answered(), story.known());
        }
    }
}
