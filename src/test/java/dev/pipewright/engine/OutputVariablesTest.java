package dev.pipewright.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputVariablesTest {
    @Test
    void keys_and_values_count_together_and_in_bytes() {
        assertThat(OutputVariables.tooLarge(Map.of("key", "é".repeat(61_438) + "x"))).isEmpty();
        assertThat(OutputVariables.tooLarge(Map.of("key", "é".repeat(61_439))))
                .hasValue("The output variables have 122881 bytes in their keys and values; the limit is 122880.");
    }

    @Test
    void a_key_is_made_of_what_a_reference_may_name() {
        assertThat(OutputVariables.badKey(Map.of("Image-Tag_1@x", "v"))).isEmpty();
        assertThat(OutputVariables.badKey(Map.of("Image.Tag", "v")))
                .hasValue("The output variable 'Image.Tag' must have a name of letters, digits, '@', '-' and '_' "
                        + "only.");
    }

    @Test
    void an_empty_key_is_no_key() {
        assertThat(OutputVariables.badKey(Map.of("", "v"))).isPresent();
    }
}
