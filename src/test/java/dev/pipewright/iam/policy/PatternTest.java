package dev.pipewright.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.wire.Context;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternTest {
    private static final Asked ASKED = new Asked(
            "a:b", "*", Context.of(Map.of("aws:username", "ada*", "aws:userid", "AIDA1")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            abc         | abc       | true
            abc         | abd       | false
            abc         | ABC       | false
            *           | ''        | true
            *           | anything  | true
            **          | x         | true
            ?           | x         | true
            ?           | ''        | false
            ?           | 𝄞         | true
            a*c         | ac        | true
            a*c         | abbbc     | true
            a*c         | abbbcd    | false
            a*b*c       | aXbYbZc   | true
            *bc         | abcbc     | true
            a?c*        | abcde     | true
            a?c*        | acde      | false
            a[b]c       | a[b]c     | true
            a.c         | abc       | false
            ${aws:username}/x         | ada*/x   | true
            ${aws:username}/x         | adaX/x   | false
            ${AWS:UserName}           | ada*     | true
            ${*}                      | *        | true
            ${*}                      | x        | false
            ${?}                      | x        | false
            ${$}{                     | ${       | true
            ${aws:PrincipalTag/t}     | x        | false
            ${aws:PrincipalTag/t, 'none'} | none | true
            ${aws:username, 'none'}   | none     | false
            """)
    void patterns_match_as_policies_mean_them(String pattern, String text, boolean matches) {
        assertThat(Pattern.of(pattern, true).matches(text, ASKED)).isEqualTo(matches);
    }

    @Test
    void without_variables_a_dollar_is_a_dollar() {
        assertThat(Pattern.of("${aws:username}", false).matches("${aws:username}", ASKED)).isTrue();
        assertThat(Pattern.of("${aws:username}", false).matches("ada*", ASKED)).isFalse();
    }

    @Test
    void variables_that_cannot_be_are_refused() {
        assertThatThrownBy(() -> Pattern.of("${aws:username", true)).hasMessageContaining("not its end");
        assertThatThrownBy(() -> Pattern.of("${aws:shoesize}", true)).hasMessageContaining("aws:shoesize");
        assertThatThrownBy(() -> Pattern.of("${aws:username, x}", true)).hasMessageContaining("single quotes");
    }

    @Test
    void the_worst_patterns_are_answered_at_once() {
        var text = "a".repeat(2_000);
        var pattern = Pattern.of("*a".repeat(1_500) + "*b", true);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (int i = 0; i < 20; i++) assertThat(pattern.matches(text, ASKED)).isFalse();
        });
    }

    @Test
    void it_agrees_with_a_matcher_that_tries_everything() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
        for (int i = 0; i < 20_000; i++) {
            var pattern = letters(random.nextInt(7), random.nextLong(), "ab*?");
            var text = letters(random.nextInt(7), random.nextLong(), "ab");
            assertThat(Pattern.of(pattern, true).matches(text, ASKED))
                    .as("'%s' against '%s'", pattern, text)
                    .isEqualTo(tries(pattern, text));
        }
    }

    private static String letters(int count, long seed, String alphabet) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(alphabet.charAt((int) (seed >>> 4 * i & 15) % alphabet.length()));
        }
        return text.toString();
    }

    private static boolean tries(String pattern, String text) {
        if (pattern.isEmpty()) return text.isEmpty();
        if (pattern.charAt(0) == '*') {
            return tries(pattern.substring(1), text) || !text.isEmpty() && tries(pattern, text.substring(1));
        }
        return !text.isEmpty()
                && (pattern.charAt(0) == '?' || pattern.charAt(0) == text.charAt(0))
                && tries(pattern.substring(1), text.substring(1));
    }
}
