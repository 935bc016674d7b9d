package dev.pipewright.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/** Bare repositories {@code OWNER/REPO.git} of a folder, over HTTP to who has the token as the password. */
public final class ServedRepositories implements HttpHandler {
    private final Path folder;
    private final String token;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    public ServedRepositories(Path folder, String token) {
        this.folder = folder;
        this.token = token;
    }

    /** The paths that were asked with the right password. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        var path = exchange.getRequestURI().getPath();
        var end = path.indexOf(".git/") + 4;
        var repository = folder.resolve(path.substring(1, Math.max(end, 1)));
        if (!isKnown(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"GitHub\"");
            answer(exchange, 401, new byte[0]);
        } else if (end < 4 || !Files.isDirectory(repository)) {
            answer(exchange, 404, new byte[0]);
        } else {
            asked.add(path);
            try (var git = BareRepository.open(repository)) {
                serve(exchange, git, path.substring(end), body);
            }
        }
    }

    private void serve(HttpExchange exchange, Repository git, String what, byte[] body) throws IOException {
        var pack = new UploadPack(git);
        pack.setBiDirectionalPipe(false);
        var answer = new ByteArrayOutputStream();
        if (what.equals("/info/refs")) {
            exchange.getResponseHeaders().add("Content-Type", "application/x-git-upload-pack-advertisement");
            var lines = new PacketLineOut(answer);
            lines.writeString("# service=git-upload-pack\n");
            lines.end();
            pack.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
        } else {
            exchange.getResponseHeaders().add("Content-Type", "application/x-git-upload-pack-result");
            var bytes = new ByteArrayInputStream(body);
            var zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            pack.upload(zipped ? new GZIPInputStream(bytes) : bytes, answer, null);
        }
        answer(exchange, 200, answer.toByteArray());
    }

    private boolean isKnown(String authorization) {
        if (authorization == null || !authorization.startsWith("Basic ")) return false;
        var pair = new String(Base64.getDecoder().decode(authorization.substring(6)), UTF_8);
        return pair.endsWith(":" + token);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
