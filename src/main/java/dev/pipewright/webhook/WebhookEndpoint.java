package dev.pipewright.webhook;

import dev.pipewright.store.StoreUnavailable;
import dev.pipewright.store.StoredWebhook;
import dev.pipewright.wire.RequestBody;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /webhooks/ADDRESS}, without a signature of ours: the addresses that anybody may deliver to. Every answer
 * is one sentence. An address opens its webhook, so the log has the webhook's ARN and never the address; nor has it
 * bodies and signatures.
 */
public final class WebhookEndpoint extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(WebhookEndpoint.class);
    private static final int LARGEST_BODY = 5 * 1024 * 1024;
    private static final Pattern ADDRESS = Pattern.compile("/([A-Za-z0-9]{1,100})");
    private static final Reply TOO_LARGE =
            new Reply(413, "The payload may have at most %d bytes.".formatted(LARGEST_BODY));
    private static final Reply STORE_FAILS =
            new Reply(503, "The server cannot work at present. Send the request again.");
    private static final Reply BUSY =
            new Reply(503, "The server has too many large payloads to read at present. Send the request again.");
    private static final Reply OUR_FAULT = new Reply(500, "The request failed because of an error in the server.");

    private final transient Deliveries deliveries;
    private final transient Room room = new Room();

    /** An endpoint that is to be mapped to {@code /webhooks/*}. */
    public WebhookEndpoint(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var webhook = Optional.<StoredWebhook>empty();
        Reply reply;
        try {
            webhook = find(request);
            reply = request.getMethod().equals("POST") ? take(request, webhook) : Reply.NOT_A_POST;
        } catch (StoreUnavailable e) {
            LOG.warn("A delivery could not be taken: {}", e.getMessage());
            reply = STORE_FAILS;
        } catch (RuntimeException e) {
            LOG.error("A delivery failed in a way that is our fault", e);
            reply = OUR_FAULT;
        }
        LOG.info("delivery to {} answered {}", webhook.map(it -> it.key().arn()).orElse("no webhook"), reply.status());
        answer(response, reply);
    }

    private Optional<StoredWebhook> find(HttpServletRequest request) {
        var address = ADDRESS.matcher(Optional.ofNullable(request.getPathInfo()).orElse(""));
        return address.matches() ? deliveries.find(address.group(1)) : Optional.empty();
    }

    private Reply take(HttpServletRequest request, Optional<StoredWebhook> webhook) throws IOException {
        var head = head(request);
        var admitted = webhook.filter(it -> Authentication.mayAdmit(it.definition(), head));
        if (admitted.isEmpty()) {
            // A stranger learns as little from a large body as from a small one, and none of it is kept.
            var size = RequestBody.skip(request, 4L * LARGEST_BODY);
            webhook.ifPresent(deliveries::notAdmitted);
            return size > LARGEST_BODY ? TOO_LARGE : Reply.NOT_ADMITTED;
        }
        var place = room.place(request.getContentLengthLong());
        if (place.isEmpty()) {
            return BUSY;
        }
        try (var _ = place.get()) {
            var body = RequestBody.read(request, LARGEST_BODY);
            return body.isPresent()
                    ? deliveries.take(admitted.get(), head, body.get())
                    : deliveries.tooLarge(admitted.get(), TOO_LARGE);
        }
    }

    private static DeliveryHead head(HttpServletRequest request) {
        return new DeliveryHead(
                request.getRemoteAddr(),
                Optional.ofNullable(request.getContentType()),
                Optional.ofNullable(request.getHeader("X-Hub-Signature")),
                Optional.ofNullable(request.getHeader("X-Hub-Signature-256")),
                Optional.ofNullable(request.getHeader("X-GitHub-Event")),
                Optional.ofNullable(request.getHeader("X-GitHub-Delivery")).filter(id -> !id.isBlank()));
    }

    private static void answer(HttpServletResponse response, Reply reply) throws IOException {
        var text = (reply.sentence() + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(reply.status());
        if (reply.equals(Reply.NOT_A_POST)) {
            response.setHeader("Allow", "POST");
        }
        response.setContentType("text/plain;charset=utf-8");
        response.setContentLength(text.length);
        response.getOutputStream().write(text);
    }
}
