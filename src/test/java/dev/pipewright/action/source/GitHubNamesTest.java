package dev.pipewright.action.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GitHubNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "..", ".", "a..b", "a/b", "../x", "a b", "a?x", "a#x", "a@b", "a:b", "a\nb", "a\n", "", "\u00e9", "%2e%2e", "\\"
    })
    void names_that_lead_elsewhere_are_refused(String name) {
        for (var key : List.of("Owner", "Repo")) {
            assertThat(GitHubNames.trouble(Map.of(key, name)).orElseThrow())
                    .startsWith("The " + key + " \"")
                    .doesNotContain("\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "a..b", "a b", "a:b", "*", "a?", "a[", "a\\b", "~1", "^", "@{u}", "@", "/a", "a/", "a//b", ".a", "a/.b",
        "a.", "a.lock", "a.lock/b", "-a", "a\nb", "a\n"
    })
    void branches_that_git_cannot_have_are_refused(String branch) {
        assertThat(GitHubNames.trouble(Map.of("Branch", branch)).orElseThrow())
                .startsWith("The Branch \"")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({"ada, shop, main", "Ada-1, my.shop_2, feature/a.b", ".github, .github, zweig/gr\u00fcn", "a, b, a@b"})
    void names_that_github_has_are_taken(String owner, String repository, String branch) {
        assertThat(GitHubNames.trouble(Map.of("Owner", owner, "Repo", repository, "Branch", branch))).isEmpty();
    }

    @Test
    void a_long_name_is_shown_in_part() {
        assertThat(GitHubNames.trouble(Map.of("Owner", "x".repeat(5000))).orElseThrow()).hasSizeLessThan(300);
        assertThat(GitHubNames.trouble(Map.of("Branch", "x".repeat(5000))).orElseThrow()).hasSizeLessThan(300);
    }

    @Test
    void a_token_with_a_line_end_is_refused_without_being_repeated() {
        assertThat(GitHubNames.trouble(Map.of("OAuthToken", "hush\n")).orElseThrow())
                .contains("OAuthToken")
                .doesNotContain("hush");
        assertThat(GitHubNames.trouble(Map.of("OAuthToken", "gho_opens"))).isEmpty();
    }
}
