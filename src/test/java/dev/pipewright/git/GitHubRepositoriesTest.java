package dev.pipewright.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GitHubRepositoriesTest {
    @ParameterizedTest
    @CsvSource({
        "https://api.github.com, https://github.com",
        "https://api.shop.ghe.com, https://shop.ghe.com",
        "https://git.example.com/api/v3, https://git.example.com",
        "https://git.example.com:8443/code/api/v3, https://git.example.com:8443/code",
        "http://127.0.0.1:4000, http://127.0.0.1:4000",
        "https://api.example.com/api/v3, https://api.example.com"
    })
    void the_address_of_the_api_says_where_the_repositories_are(URI api, URI base) {
        assertThat(GitHubRepositories.base(api)).isEqualTo(base);
    }
}
