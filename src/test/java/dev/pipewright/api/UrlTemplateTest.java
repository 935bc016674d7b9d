package dev.pipewright.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class UrlTemplateTest {
    @Test
    void values_come_into_their_places() {
        var template = new UrlTemplate("https://ci/{Config:Job}/{ExternalExecutionId}?at={Region}");

        assertThat(template.fill(
                        Map.of("Job", "till"), Map.of("ExternalExecutionId", "7", "Region", "eu-central-1")))
                .contains("https://ci/till/7?at=eu-central-1");
        assertThat(template.configurationKeys()).containsExactly("Job");
    }

    @Test
    void a_missing_value_makes_no_url() {
        assertThat(new UrlTemplate("https://ci/{ExternalExecutionId}").fill(Map.of(), Map.of())).isEmpty();
        assertThat(new UrlTemplate("https://ci/{Config:Job}").fill(Map.of(), Map.of())).isEmpty();
        assertThat(new UrlTemplate("https://ci/{Other}").fill(Map.of(), Map.of())).isEmpty();
    }

    @Test
    void values_are_encoded_where_they_would_mean_something_else() {
        assertThat(new UrlTemplate("https://ci/{Config:Job}").fill(Map.of("Job", "a b?c#d&e=%20ä+f"), Map.of()))
                .contains("https://ci/a%20b%3Fc%23d%26e%3D%2520%C3%A4%2Bf");
    }

    @Test
    void a_value_is_not_looked_through_for_places_again() {
        assertThat(new UrlTemplate("https://ci/{Config:Job}/$1")
                        .fill(Map.of("Job", "{Config:Secret}$1", "Secret", "s"), Map.of()))
                .contains("https://ci/%7BConfig:Secret%7D%241/$1");
    }

    @Test
    void a_setting_may_hold_the_address_of_the_server() {
        assertThat(new UrlTemplate("{Config:Server}/job").fill(Map.of("Server", "http://ci:8080/x"), Map.of()))
                .contains("http://ci:8080/x/job");
    }

    @Test
    void what_is_no_web_page_is_no_url() {
        assertThat(new UrlTemplate("{Config:Server}").fill(Map.of("Server", "javascript:alert"), Map.of())).isEmpty();
        assertThat(new UrlTemplate("https://ci/{Config:Job}").fill(Map.of("Job", "x".repeat(2048)), Map.of()))
                .isEmpty();
    }

    @Test
    void a_place_that_means_nothing_is_known() {
        assertThat(new UrlTemplate("https://ci/{Config:Job}/{Jobs}").unknownPlaceholder()).contains("Jobs");
        assertThat(new UrlTemplate("https://ci/{RevisionId}").unknownPlaceholder()).isEmpty();
    }
}
