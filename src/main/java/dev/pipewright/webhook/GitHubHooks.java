package dev.pipewright.webhook;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The webhooks of repositories at GitHub, over its REST API. A hook is known by the URL that it calls, so that putting
 * or removing it twice does what once does.
 */
public final class GitHubHooks implements AutoCloseable {
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final Duration WAITING = Duration.ofSeconds(20);
    private static final int LARGEST_ANSWER = 4 * 1024 * 1024;
    private static final int LONGEST_REASON = 200;
    /** Far more than a repository may have of one kind. */
    private static final int LISTED = 100;

    private final URI api;
    private final HttpClient client;

    /** @param api such as {@code https://api.github.com}, without a slash at the end */
    public GitHubHooks(URI api) {
        this.api = api;
        // A token must not follow to wherever an answer points.
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECTING)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * Has GitHub deliver a repository's pushes to a URL.
     *
     * @param repository as {@code OWNER/NAME}
     * @param token that may administrate the repository's hooks
     * @param secret to sign with; empty for none
     * @throws ThirdPartyRefused when GitHub refuses or cannot be reached
     */
    public void put(String repository, String token, String url, Optional<String> secret) throws ThirdPartyRefused {
        var session = new Session(repository, token, secret);
        var body = hook(url, secret);
        var known = session.hooks(url);
        if (known.isEmpty()) {
            session.send("POST", "", Optional.of(body));
        }
        for (var id : known) {
            session.send("PATCH", "/" + id, Optional.of(body));
        }
    }

    /**
     * Ends the deliveries to a URL; where there are none, nothing happens.
     *
     * @throws ThirdPartyRefused when GitHub refuses or cannot be reached
     */
    public void remove(String repository, String token, String url) throws ThirdPartyRefused {
        var session = new Session(repository, token, Optional.empty());
        for (var id : session.hooks(url)) {
            session.send("DELETE", "/" + id, Optional.empty());
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private static ObjectNode hook(String url, Optional<String> secret) {
        var hook = JsonNodeFactory.instance.objectNode().put("name", "web").put("active", true);
        hook.putArray("events").add("push");
        var config = hook.putObject("config").put("url", url).put("content_type", "json").put("insecure_ssl", "0");
        secret.ifPresent(it -> config.put("secret", it));
        return hook;
    }

    /** The calls about one repository, under one token. */
    private final class Session {
        private final String repository;
        private final String token;
        private final Optional<String> secret;

        Session(String repository, String token, Optional<String> secret) {
            this.repository = repository;
            this.token = token;
            this.secret = secret;
        }

        /** The ids of the repository's hooks that call this URL. */
        List<Long> hooks(String url) throws ThirdPartyRefused {
            var ids = new ArrayList<Long>();
            for (var hook : send("GET", "?per_page=" + LISTED, Optional.empty())) {
                if (hook.path("config").path("url").asString("").equals(url) && hook.path("id").isIntegralNumber()) {
                    ids.add(hook.path("id").longValue());
                }
            }
            return ids;
        }

        JsonNode send(String method, String path, Optional<ObjectNode> body) throws ThirdPartyRefused {
            var response = exchange(method, path, body);
            if (response.statusCode() / 100 != 2) {
                var reason = "%s [StatusCode: %d]".formatted(reason(response.body()), response.statusCode());
                throw new ThirdPartyRefused(reason, response.statusCode() < 500);
            }
            return read(response.body()).orElseGet(JsonNodeFactory.instance::missingNode);
        }

        private HttpResponse<String> exchange(String method, String path, Optional<ObjectNode> body)
                throws ThirdPartyRefused {
            var uri = URI.create(api + "/repos/" + repository + "/hooks" + path);
            try {
                var request = HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + token)
                        .header("Accept", "application/vnd.github+json")
                        .header("X-GitHub-Api-Version", "2022-11-28")
                        .header("User-Agent", "Pipewright")
                        .method(method, body.map(it -> BodyPublishers.ofString(it.toString()))
                                .orElseGet(BodyPublishers::noBody))
                        .build();
                return send(request);
            } catch (IllegalArgumentException _) {
                // The client refuses header values that are none, and its message would repeat the token.
                throw new ThirdPartyRefused("The OAuthToken has characters that no token has", true);
            } catch (IOException e) {
                var reason = e.getMessage() == null ? e.getClass().getSimpleName() : clean(e.getMessage());
                throw new ThirdPartyRefused("%s does not answer (%s)".formatted(api, reason), false);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new ThirdPartyRefused("The server is about to end", false);
            }
        }

        private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
            var answer =
                    client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST_ANSWER));
            try {
                // The request's own timeout ends with the answer's headers; a body may come for ever.
                return answer.get(WAITING.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw new IOException("no answer in %d seconds".formatted(WAITING.toSeconds()), e);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
            } finally {
                answer.cancel(true);
            }
        }

        private String reason(String body) {
            var answer = read(body);
            var reason = answer.map(it -> it.path("message").asString("")).filter(it -> !it.isBlank());
            var detail = answer.map(it -> it.path("errors").path(0).path("message").asString(""))
                    .filter(it -> !it.isBlank())
                    .map(it -> ": " + it)
                    .orElse("");
            return clean(reason.map(it -> it + detail).orElse("No reason was given"));
        }

        /** What others say, short and without what only we and they know. */
        private String clean(String text) {
            var plain = text.replace(token, "****").replaceAll("\\p{Cntrl}+", " ");
            plain = secret.isPresent() ? plain.replace(secret.get(), "****") : plain;
            return plain.length() <= LONGEST_REASON ? plain : plain.substring(0, LONGEST_REASON) + "...";
        }
    }

    private static Optional<JsonNode> read(String text) {
        try {
            return Optional.of(JsonMapper.shared().readTree(text));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }
}
