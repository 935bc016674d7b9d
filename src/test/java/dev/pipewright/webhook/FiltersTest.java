package dev.pipewright.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.WebhookAuthConfiguration;
import dev.pipewright.model.WebhookAuthenticationType;
import dev.pipewright.model.WebhookDefinition;
import dev.pipewright.model.WebhookFilterRule;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

final class FiltersTest {
    private static final Map<String, String> VALUES = Map.of("Branch", "main", "Odd", "{Branch}", "Dollar", "$1\\");

    private static boolean match(String payload, WebhookFilterRule... filters) {
        return Filters.match(Arrays.asList(filters), VALUES, JsonMapper.shared().readTree(payload));
    }

    private static WebhookFilterRule filter(String jsonPath, String matchEquals) {
        return new WebhookFilterRule(jsonPath, matchEquals);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
        "{'a':'x'}; $.a; x; true",
        "{'a':'x'}; $.a; X; false",
        "{'a':'x'}; $.a; xx; false",
        "{'a':7}; $.a; 7; true",
        "{'a':7}; $.a; 7.0; false",
        "{'a':true}; $.a; true; true",
        "{'a':null}; $.a; null; false",
        "{'a':[]}; $.a[0]; null; false",
        "{'a':{}}; $.a; {}; false",
        "{'a':['x','y']}; $.a; x; false",
        "{'a':['x','y']}; $.a[*]; y; true",
        "{'a':['x','y']}; $.a[*]; z; false",
        "{'b':'x'}; $.a; x; false",
        "{'a':'refs/heads/main'}; $.a; refs/heads/{Branch}; true",
        "{'a':'refs/heads/{Branch}'}; $.a; refs/heads/{Branch}; false",
        "{'a':'mainmain'}; $.a; {Branch}{Branch}; true",
        "{'a':'{Branch}'}; $.a; {Odd}; true",
        "{'a':'main'}; $.a; {Odd}; false",
        "{'a':'$1\\\\'}; $.a; {Dollar}; true",
        "{'a':'{'}; $.a; {; true"
    })
    void a_filter_matches_the_value_that_is_written_so(String payload, String path, String text, boolean matches) {
        assertThat(match(payload.replace('\'', '"'), filter(path, text))).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
        "{'a':'x'}; true", "{'a':[]}; true", "{'a':false}; true", "{'a':null}; false", "{'b':1}; false"
    })
    void a_filter_without_a_text_matches_any_value(String payload, boolean matches) {
        assertThat(match(payload.replace('\'', '"'), filter("$.a", null))).isEqualTo(matches);
    }

    @Test
    void all_filters_must_match() {
        var payload = "{\"a\":1,\"b\":2}";

        assertThat(match(payload, filter("$.a", "1"), filter("$.b", "2"))).isTrue();
        assertThat(match(payload, filter("$.a", "1"), filter("$.b", "1"))).isFalse();
        assertThat(match(payload, filter("$.a", "2"), filter("$.b", "2"))).isFalse();
    }

    private static WebhookDefinition webhook(List<WebhookFilterRule> filters) {
        return new WebhookDefinition(
                "hook", "shop", "Fetch", filters, WebhookAuthenticationType.UNAUTHENTICATED,
                new WebhookAuthConfiguration(null, null));
    }

    @Test
    void there_are_one_to_five_filters() {
        var one = filter("$.ref", null);

        assertThat(Filters.objection(webhook(List.of()), VALUES)).hasValueSatisfying(sentence ->
                assertThat(sentence).contains("'hook'").contains("0 filters").contains("1 to 5"));
        assertThat(Filters.objection(webhook(List.of(one)), VALUES)).isEmpty();
        assertThat(Filters.objection(webhook(Collections.nCopies(5, one)), VALUES)).isEmpty();
        assertThat(Filters.objection(webhook(Collections.nCopies(6, one)), VALUES)).isPresent();
    }

    @Test
    void a_path_that_means_nothing_is_named() {
        assertThat(Filters.objection(webhook(List.of(filter("$.ok", null), filter("$..a..b", null))), VALUES))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("'hook'").contains("'$..a..b'"));
    }

    @Test
    void a_placeholder_without_a_value_is_named() {
        assertThat(Filters.objection(webhook(List.of(filter("$.ref", "{Branch}/{Brunch}"))), VALUES))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("'{Brunch}'").contains("'Fetch'"));
    }

    private static Action action(ActionTypeId type) {
        return new Action(
                "Fetch", type, 1, Map.of("Branch", "main", "OAuthToken", "secret"), null, List.of(), List.of(), null,
                null, null, null, null, null);
    }

    @Test
    void secrets_stand_for_nothing() {
        var gitHub = new ActionTypeId(ActionCategory.Source, ActionOwner.ThirdParty, "GitHub", "1");
        var unknown = new ActionTypeId(ActionCategory.Source, ActionOwner.Custom, "Gone", "1");
        var catalog = GitHubCatalog.catalog();

        assertThat(Placeholders.values(action(gitHub), catalog)).isEqualTo(Map.of("Branch", "main"));
        assertThat(Placeholders.values(action(unknown), catalog)).isEmpty();
    }
}
