package dev.pipewright.engine;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of executions and of their traffic, each as a story. */
class TraceTest {
    @ParameterizedTest
    @MethodSource("dev.pipewright.engine.Stories#all")
    void a_story_goes_as_told(String story) {
        Trace.play(story, false);
    }

    @ParameterizedTest
    @MethodSource("dev.pipewright.engine.Stories#all")
    void a_story_goes_the_same_when_everything_is_told_twice(String story) {
        Trace.play(story, true);
    }
}
