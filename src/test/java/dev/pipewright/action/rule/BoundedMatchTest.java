package dev.pipewright.action.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedMatchTest {
    @Test
    void groups_and_look_behind_see_the_text_as_it_is() throws Exception {
        assertThat(BoundedMatch.matches("(?<=^)(\\w+)-\\1", "ab-ab")).isTrue();
        assertThat(BoundedMatch.matches("\\bab\\b.*(?<!c)", "ab c")).isFalse();
    }

    @Test
    void a_text_of_many_characters_is_no_trouble_by_itself() throws Exception {
        assertThat(BoundedMatch.matches("[a-z]*", "a".repeat(1_000_000))).isTrue();
    }

    @Test
    void many_hostile_expressions_do_not_use_up_the_room_of_others() throws Exception {
        for (int i = 0; i < 12; i++) {
            assertThatThrownBy(() -> BoundedMatch.matches("(.*a){25}b", "a".repeat(50)))
                    .isInstanceOf(PatternRefused.class)
                    .hasMessage("The regular expression \"(.*a){25}b\" takes too long on this value.");
        }
        assertThat(BoundedMatch.matches("a+", "aaa")).isTrue();
    }
}
