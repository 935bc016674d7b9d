package dev.pipewright.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SDK for JavaScript, as its package comes. */
final class JavaScriptSdkTest {
    @TempDir
    Path directory;

    @Test
    void the_sdk_for_javascript_is_answered_as_it_expects_in_every_operation() throws Exception {
        try (var ground = Ground.start(directory);
                var fleet = Fleet.start(ground.server(), directory)) {
            assertThat(fleet.machines()).hasSize(Fleet.SIZE);
            var story = Story.of(ground, Story.javaScript("story.mjs"));
            Exercised.compare("sdk-js", story.answered(), story.known());
        }
    }
}
