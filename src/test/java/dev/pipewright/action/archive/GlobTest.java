package dev.pipewright.action.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "**/*, a.txt", "**/*, a/b/c.txt", "**/*, .hidden", "**, a/b",
        "a/*, a/b", "a/**/*, a/b", "a/**/*, a/b/c", "a/, a/b/c",
        "*.jar, app.jar", "target/*.jar, target/app.jar", "**/test-*.xml, a/b/test-1.xml", "**/a/**/b, a/b",
        "app.jar, app.jar", "./app.jar, app.jar", "a?c, abc", "a*b*c, aXbXbc", "[x], [x]", "a b, a b"
    })
    void what_is_meant_matches(String pattern, String path) {
        assertThat(Glob.of(pattern).matches(path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "a/*, a/b/c", "*, a/b", "*.jar, app.jar.txt", "a, a/b", "a/**/*, b/a/c", "app.jar, App.jar",
        "a?c, a/c", "a*c, ab/c", "a.txt, abtxt", "**/b, a/b/c", "?, ab"
    })
    void what_is_not_meant_does_not(String pattern, String path) {
        assertThat(Glob.of(pattern).matches(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../x", "a/../../x", "a/..", "/", ".", "./"})
    void a_pattern_that_leaves_the_folder_is_refused(String pattern) {
        assertThatThrownBy(() -> Glob.of(pattern)).hasMessageContaining("\"" + pattern + "\" leads out");
    }

    @Test
    void a_pattern_made_to_be_slow_is_not() {
        var pattern = Glob.of("**/a*a*a*a*a*a*a*a*b/".repeat(6) + "x");

        assertThat(pattern.matches(("a".repeat(200) + "/").repeat(100) + "y")).isFalse();
    }
}
