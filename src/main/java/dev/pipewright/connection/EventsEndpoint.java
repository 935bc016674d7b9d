package dev.pipewright.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pipewright.connection.Payload.Unreadable;
import dev.pipewright.model.Connection;
import dev.pipewright.store.Database;
import dev.pipewright.store.StoreUnavailable;
import dev.pipewright.webhook.Room;
import dev.pipewright.wire.RequestBody;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the webhooks of the hosts behind connections: {@code POST /connections/ID/events}. A delivery is answered with
 * 200 when what it starts is on disk, and with 503 when it could not be carried out and may come again.
 */
public final class EventsEndpoint extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(EventsEndpoint.class);
    private static final Pattern PATH = Pattern.compile("/([0-9a-f-]{36})/events");
    private static final int LARGEST_BODY = 4 * 1024 * 1024;

    private final transient Database database;
    private final transient Dispatch dispatch;
    private final transient Hosts hosts;
    private final transient Room room = new Room();

    /** An endpoint that is to be mapped to {@code /connections/*}. */
    public EventsEndpoint(Database database, Dispatch dispatch, Hosts hosts) {
        this.database = database;
        this.dispatch = dispatch;
        this.hosts = hosts;
    }

    private record Answer(int status, String sentence) {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answer answer;
        try {
            answer = answer(request);
        } catch (Unreadable unreadable) {
            answer = new Answer(400, unreadable.getMessage());
        } catch (StoreUnavailable e) {
            LOG.error("A delivery could not be carried out", e);
            answer = new Answer(503, "The server cannot keep anything just now.");
        } catch (RuntimeException e) {
            LOG.error("A delivery failed in a way that is our fault", e);
            answer = new Answer(500, "The delivery failed because of an error in the server, which its log explains.");
        }
        LOG.info("{} {} answered {}: {}",
                request.getMethod(), request.getRequestURI(), answer.status(), answer.sentence());
        var bytes = (answer.sentence() + "\n").getBytes(UTF_8);
        response.setStatus(answer.status());
        response.setContentType("text/plain; charset=utf-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (answer.status() == 405) {
            response.setHeader("Allow", "POST");
        }
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private Answer answer(HttpServletRequest request) throws IOException, Unreadable {
        var path = PATH.matcher(Optional.ofNullable(request.getPathInfo()).orElse(""));
        var found = path.matches()
                ? database.read(tables -> tables.connections().withId(path.group(1)))
                : Optional.<Connection>empty();
        var sender = found.flatMap(connection -> Sender.of(connection.provider()));
        if (sender.isEmpty()) {
            return new Answer(404, "There is no connection here that hears events.");
        }
        if (!request.getMethod().equals("POST")) {
            return new Answer(405, "Events are sent with the method POST.");
        }
        var type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json")) {
            return new Answer(415, "The content type of a webhook must be application/json.");
        }
        var secret = database.read(tables -> tables.connections().secrets(found.get().arn())).webhookSecret();
        if (secret.isEmpty()) {
            return new Answer(403, "The connection has no webhook secret, and hears nothing without one.");
        }
        if (request.getHeader(sender.get().proofHeader()) == null) {
            // Nothing of a stranger's body is kept.
            var size = RequestBody.skip(request, 4L * LARGEST_BODY);
            return size > LARGEST_BODY ? tooLarge() : notProven(sender.get());
        }
        var place = room.place(request.getContentLengthLong());
        if (place.isEmpty()) {
            return new Answer(503, "The server has too many large payloads to read just now.");
        }
        List<News> news;
        List<String> deliveries;
        try (var _ = place.get()) {
            var body = RequestBody.read(request, LARGEST_BODY);
            if (body.isEmpty()) {
                return tooLarge();
            }
            if (!sender.get().isProven(request, body.get(), secret.get())) {
                return notProven(sender.get());
            }
            news = news(sender.get(), request, body.get());
            deliveries = sender.get().deliveries(request, body.get());
        }
        return news.isEmpty()
                ? new Answer(200, "Heard, and nothing to do.")
                : carryOut(found.get(), news, deliveries);
    }

    private static List<News> news(Sender sender, HttpServletRequest request, byte[] body) throws Unreadable {
        var event = request.getHeader(sender.eventHeader());
        if (event == null) {
            throw new Unreadable("The header %s is missing.".formatted(sender.eventHeader()));
        }
        return sender.news(event, Payload.read(body));
    }

    private static Answer notProven(Sender sender) {
        return new Answer(401, "The header %s does not prove that the sender knows the webhook secret."
                .formatted(sender.proofHeader()));
    }

    private static Answer tooLarge() {
        return new Answer(413, "The payload may have at most %d bytes.".formatted(LARGEST_BODY));
    }

    private Answer carryOut(Connection connection, List<News> news, List<String> deliveries) {
        try {
            var started = dispatch.told(connection, hosts.withFullIds(connection, news), deliveries);
            return new Answer(200, "Executions started: %d.".formatted(started));
        } catch (IOException e) {
            LOG.warn("A delivery for {} could not be carried out: {}", connection.arn(), e.getMessage());
            return new Answer(503, "The repository could not be asked what has changed.");
        }
    }
}
