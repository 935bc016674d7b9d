package dev.pipewright.action.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.action.Given;
import dev.pipewright.model.FailureType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class VariableCheckTest {
    private final VariableCheck rule = new VariableCheck();

    private Given check(String variable, String operator, String value) {
        return Given.action(rule).with(Map.of("Variable", variable, "Operator", operator, "Value", value));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "main, EQ, main", "'', EQ, ''", "main, NE, Main", "release-7, CONTAINS, ease", "main, CONTAINS, ''",
        "release-7, MATCHES, 'release-[0-9]+'", "prod, MATCHES, '(?!test).*'", "aa, MATCHES, '(a)\\1'",
        "'a\nb', MATCHES, '(?s)a.b'"
    })
    void it_passes_when_the_comparison_holds(String variable, String operator, String value) throws Exception {
        check(variable, operator, value).success();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "main, EQ, Main", "main, EQ, 'main '", "main, NE, main", "release-7, CONTAINS, Ease",
        "release-7, MATCHES, release", "release-7, MATCHES, '[0-9]'", "main, CONTAINS, 'm.in'"
    })
    void it_fails_when_the_comparison_does_not_hold(String variable, String operator, String value)
            throws Exception {
        assertThat(check(variable, operator, value).failure().type()).isEqualTo(FailureType.JobFailed);
    }

    @Test
    void it_says_what_was_compared() throws Exception {
        assertThat(check("main", "EQ", "release").failure().message())
                .isEqualTo("The variable's value \"main\" is not equal to \"release\".");
        assertThat(check("main", "MATCHES", "[a-z]+").success().details().summary())
                .isEqualTo("The variable's value \"main\" matches \"[a-z]+\".");
    }

    @Test
    void a_long_value_does_not_crowd_out_the_sentence() throws Exception {
        assertThat(check("x".repeat(9000), "EQ", "y").failure().message())
                .hasSizeLessThan(400)
                .endsWith("xxx...\" is not equal to \"y\".");
    }

    @Test
    void an_operator_that_a_reference_became_is_refused_when_it_is_unknown() throws Exception {
        var failure = check("a", "LIKE", "a").failure();
        assertThat(failure.type()).isEqualTo(FailureType.ConfigurationError);
        assertThat(failure.message())
                .isEqualTo("The Operator \"LIKE\" is not known. It must be one of [EQ, NE, CONTAINS, MATCHES].");
    }

    @Test
    void an_expression_that_is_none_is_named() throws Exception {
        var failure = check("a", "MATCHES", "(a").failure();
        assertThat(failure.type()).isEqualTo(FailureType.ConfigurationError);
        assertThat(failure.message()).startsWith("The regular expression \"(a\" cannot be read: Unclosed group");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+b", "(a|aa)*b", "(.*a){25}b", "(x+x+)+y|(a*)*b", "(a+)+\\1b", "((a?){60})a{60}"})
    void an_expression_that_tries_every_way_ends_with_a_sentence(String expression) throws Exception {
        var failure = check("a".repeat(40), "MATCHES", expression).failure();
        assertThat(failure.type()).isIn(FailureType.ConfigurationError, FailureType.JobFailed);
        assertThat(failure.message()).contains(expression);
    }

    @Test
    void the_same_hostile_expression_leads_to_the_same_end() throws Exception {
        var hostile = check("a".repeat(60), "MATCHES", "(a+)+\\1b");
        assertThat(hostile.failure()).isEqualTo(hostile.failure());
        assertThat(hostile.failure().message()).endsWith("takes too long on this value.");
    }

    @Test
    void an_expression_as_deep_as_the_stack_ends_with_a_sentence() throws Exception {
        var deep = check("a".repeat(9000), "MATCHES", "(" .repeat(4500) + "a" + ")*".repeat(4500)).failure();
        assertThat(deep.type()).isEqualTo(FailureType.ConfigurationError);
        check("a".repeat(100_000), "MATCHES", "(a|b)*");
    }

    @Test
    void what_is_wrong_with_literal_values_is_said_before() {
        assertThat(rule.trouble(Map.of("Operator", "EQ", "Value", "("))).isEmpty();
        assertThat(rule.trouble(Map.of("Operator", "MATCHES", "Value", "("))).isPresent();
        assertThat(rule.trouble(Map.of("Operator", "MATCHES"))).isEmpty();
        assertThat(rule.trouble(Map.of("Value", "("))).isEmpty();
        assertThat(rule.trouble(Map.of("Operator", "eq"))).isPresent();
    }
}
