package dev.pipewright.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            main                ; main                ; true
            main                ; mainline            ; false
            main                ; Main                ; false
            *                   ; main                ; true
            *                   ; feature/x           ; false
            **                  ; feature/x           ; true
            feature/*           ; feature/x           ; true
            feature/*           ; feature/x/y         ; false
            feature/**          ; feature/x/y         ; true
            feature/**          ; feature             ; false
            release-*           ; release-            ; true
            **/*.md             ; docs/README.md      ; true
            **/*.md             ; README.md           ; false
            **.md               ; README.md           ; true
            *.java              ; src/A.java          ; false
            src/**/test/*       ; src/a/b/test/T      ; true
            a***b               ; axxb                ; true
            v?                  ; v1                  ; true
            v?                  ; v                   ; false
            v?                  ; v/                  ; false
            v[0-9].[0-9]        ; v1.2                ; true
            v[0-9].[0-9]        ; v1.x                ; false
            [abc]               ; b                   ; true
            [!abc]              ; b                   ; false
            [!abc]              ; d                   ; true
            [!a]                ; /                   ; false
            [-x]                ; -                   ; true
            [!-x]               ; -                   ; false
            [x-]                ; -                   ; true
            [*?]                ; *                   ; true
            [*?]                ; a                   ; false
            {main,dev}          ; dev                 ; true
            {main,dev}          ; main,dev            ; false
            release/{1,2}.*     ; release/2.7         ; true
            {a*,b[cd],e**}      ; bd                  ; true
            {a*,b[cd],e**}      ; e/f                 ; true
            {a*,b[cd],e**}      ; a/f                 ; false
            x{,y}z              ; xz                  ; true
            x{,y}z              ; xyz                 ; true
            a,b}                ; a,b}                ; true
            \\*                 ; *                   ; true
            \\*                 ; a                   ; false
            \\{a,b}             ; {a,b}               ; true
            """)
    void a_pattern_and_a_name(String pattern, String name, boolean matches) throws Exception {
        assertThat(Glob.of(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void an_empty_pattern_stands_for_the_empty_name() throws Exception {
        assertThat(Glob.of("").matches("")).isTrue();
        assertThat(Glob.of("").matches("a")).isFalse();
        assertThat(Glob.of("*").matches("")).isTrue();
    }

    @Test
    void a_character_beyond_the_basic_plane_is_one() throws Exception {
        assertThat(Glob.of("?").matches("\ud83d\ude80")).isTrue();
        assertThat(Glob.of("[\ud83d\ude00-\ud83d\udeff]").matches("\ud83d\ude80")).isTrue();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            [ab;     has a '[' without its ']'
            a[;      has a '[' without its ']'
            [];      has a class without characters
            [a/b];   has a '/' in a class, which never stands for one
            [z-a];   has the range 'z-a', which runs backwards
            {a,b;    has a '{' without its '}'
            {a,{b};  has a '{' within '{' and '}', which cannot be nested
            a\\;     ends in a '\\' that has nothing to escape
            """)
    void a_malformed_pattern_is_refused(String pattern, String sentence) {
        assertThatThrownBy(() -> Glob.of(pattern)).isInstanceOf(Glob.Malformed.class).hasMessage(sentence);
    }

    /** The JDK has the same dialect for paths. */
    @Test
    void it_agrees_with_the_globs_of_the_jdk() throws Exception {
        var random = new Random(7);
        var pieces = List.of(
                "a", "b", "c", "/", "*", "**", "?", "[ab]", "[!a]", "[a-c]", "{a,bc}", "{a/b,*,}", "\\*", "-");
        for (int round = 0; round < 20_000; round++) {
            var pattern = pick(random, pieces, 7);
            var text = pick(random, List.of("a", "b", "c", "a/", "b/", "-", "*"), 7).replaceFirst("/$", "");
            var jdk = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            assertThat(Glob.of(pattern).matches(text))
                    .as("'%s' and '%s'", pattern, text)
                    .isEqualTo(jdk.matches(Path.of(text)));
        }
    }

    private static String pick(Random random, List<String> pieces, int most) {
        return IntStream.rangeClosed(0, random.nextInt(most))
                .mapToObj(_ -> pieces.get(random.nextInt(pieces.size())))
                .collect(Collectors.joining());
    }

    @Test
    void no_pattern_makes_the_time_explode() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(Glob.of("**a".repeat(80) + "b").matches("a".repeat(4000))).isFalse();
            assertThat(Glob.of("{a,a}".repeat(50)).matches("a".repeat(50))).isTrue();
            assertThat(Glob.of("{*,**}".repeat(40) + "x").matches("a".repeat(4000))).isFalse();
        });
    }
}
