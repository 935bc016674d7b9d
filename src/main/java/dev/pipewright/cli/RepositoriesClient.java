package dev.pipewright.cli;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The few CodeCommit operations that the commands use. */
final class RepositoriesClient {
    /**
     * A hosted repository.
     *
     * @param account the account it belongs to
     */
    record Repository(String name, String account, String cloneUrl) {}

    private final SignedJson codecommit;

    RepositoriesClient(URI endpoint, LocalCredentials credentials) {
        this.codecommit = new SignedJson(endpoint, credentials, "codecommit", "CodeCommit_20150413");
    }

    /** Makes a repository; it is a {@link Complaint} when there is one of that name. */
    Repository create(String name) throws InterruptedException {
        return repository(codecommit.call("CreateRepository", named(name)));
    }

    /** The repository of that name, made when it is not there. */
    Repository findOrCreate(String name) throws InterruptedException {
        try {
            return repository(codecommit.call("GetRepository", named(name)));
        } catch (SignedJson.Refused refused) {
            if (!refused.type().equals("RepositoryDoesNotExistException")) throw refused.asComplaint();
            return create(name);
        }
    }

    /** All names, in the server's order. */
    List<String> names() throws InterruptedException {
        var names = new ArrayList<String>();
        var input = JsonNodeFactory.instance.objectNode();
        while (true) {
            var page = codecommit.call("ListRepositories", input);
            page.path("repositories").forEach(one -> names.add(one.path("repositoryName").asString("")));
            var next = page.path("nextToken").asString("");
            if (next.isEmpty()) return names;
            input.put("nextToken", next);
        }
    }

    private static ObjectNode named(String name) {
        return JsonNodeFactory.instance.objectNode().put("repositoryName", name);
    }

    private static Repository repository(JsonNode answer) {
        var metadata = answer.path("repositoryMetadata");
        return new Repository(
                metadata.path("repositoryName").asString(""),
                metadata.path("accountId").asString(""),
                metadata.path("cloneUrlHttp").asString(""));
    }
}
