package dev.pipewright.wire;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Answers the requests of awsJson services side by side: {@code POST /}, signed for the service whose target it names.
 * Every answer carries {@code x-amzn-RequestId}, and every request leaves one line in the log, with neither bodies nor
 * secrets.
 */
public final class JsonEndpoint extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(JsonEndpoint.class);
    private static final int LARGEST_BODY = 4 * 1024 * 1024;
    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
    private static final Pattern ACCEPTED_TYPE =
            Pattern.compile("application/x-amz-json-1\\.[01]\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern TARGET = Pattern.compile("([A-Za-z0-9_.]{1,100})\\.([A-Za-z0-9]{1,64})");

    private final transient List<JsonService> services;
    private final transient SigV4 verifier;
    private final transient InstantSource clock;
    private final transient Supplier<String> requestIds;

    public JsonEndpoint(List<JsonService> services, SigV4 verifier, InstantSource clock, Supplier<String> requestIds) {
        this.services = List.copyOf(services);
        this.verifier = verifier;
        this.clock = clock;
        this.requestIds = requestIds;
    }

    @Override
    protected void service(HttpServletRequest http, HttpServletResponse response) throws IOException {
        var exchange = new Exchange(requestIds.get(), clock.instant(), http);
        byte[] answer;
        var error = "";
        try {
            answer = exchange.run();
            response.setStatus(200);
        } catch (Fault fault) {
            answer = error(response, fault);
            error = " " + fault.type();
        } catch (RuntimeException e) {
            LOG.error("request {}: {} failed in a way that is our fault", exchange.id, exchange.operation, e);
            answer = error(response, new Fault("InternalFailure", 500,
                    "The request failed because of an error in the server, which its log explains under the request id "
                            + exchange.id + "."));
        }
        LOG.info("request {}: {} by {} answered {}{} in {} ms", exchange.id, exchange.operation, exchange.caller,
                response.getStatus(), error, Duration.between(exchange.came, clock.instant()).toMillis());
        response.setHeader("x-amzn-RequestId", exchange.id);
        response.setContentType(CONTENT_TYPE);
        response.setContentLength(answer.length);
        response.getOutputStream().write(answer);
    }

    private static byte[] error(HttpServletResponse response, Fault fault) {
        response.setStatus(fault.status());
        response.setHeader("x-amzn-ErrorType", fault.type());
        return SdkJson.bytes(JsonNodeFactory.instance.objectNode()
                .put("__type", fault.type())
                .put("message", fault.getMessage()));
    }

    /** One request on its way; what is known of it so far is for the log. */
    private final class Exchange {
        private final String id;
        private final Instant came;
        private final HttpServletRequest http;
        private String operation = "an unknown operation";
        private String caller = "nobody known";

        Exchange(String id, Instant came, HttpServletRequest http) {
            this.id = id;
            this.came = came;
            this.http = http;
        }

        byte[] run() throws IOException {
            // Read first, so that a refusal leaves nothing unread and the connection goes on.
            var body = body();
            checkForm();
            var who = authenticate(body);
            caller = who.caller().arn();
            var target = http.getHeader("X-Amz-Target");
            var match = TARGET.matcher(target == null ? "" : target);
            if (!match.matches()) {
                throw new Fault("UnknownOperationException", 404,
                        "The header X-Amz-Target must name an operation, as in CodePipeline_20150709.GetPipeline.");
            }
            var service = service(match.group(1), who);
            var name = match.group(2);
            var call = service.call(name);
            if (call == null) {
                throw new Fault("UnknownOperationException", 400,
                        "The operation " + name + " of the service " + service.signingName()
                                + " is not available on this server.");
            }
            operation = name;
            var request = new Request(id, came, who.caller(), who.region(), who.context(http));
            var answer = call.run(SdkJson.parse(body), request);
            return answer == null ? new byte[0] : SdkJson.bytes(answer);
        }

        private void checkForm() {
            if (!"/".equals(http.getRequestURI())) {
                throw new Fault("UnknownOperationException", 404, "Operations are called with POST on the path '/'.");
            }
            if (!http.getMethod().equals("POST")) {
                throw new Fault("UnknownOperationException", 405, "Operations are called with the method POST.");
            }
            var type = http.getContentType();
            if (type == null || !ACCEPTED_TYPE.matcher(type).matches()) {
                throw new Fault("UnsupportedMediaTypeException", 415,
                        "The header Content-Type must be application/x-amz-json-1.1.");
            }
            if (Collections.list(http.getHeaders("X-Amz-Target")).size() > 1) {
                throw new Fault("UnknownOperationException", 400, "The header X-Amz-Target may stand only once.");
            }
        }

        private byte[] body() throws IOException {
            return RequestBody.read(http, LARGEST_BODY).orElseThrow(() -> new Fault(
                    "RequestEntityTooLargeException", 413,
                    "The request body may have at most " + LARGEST_BODY + " bytes."));
        }

        private Authenticated authenticate(byte[] body) {
            try {
                return verifier.authenticate(http, body);
            } catch (Unauthenticated e) {
                throw e.json();
            }
        }

        private JsonService service(String targetPrefix, Authenticated who) {
            for (var service : services) {
                if (service.targetPrefix().equals(targetPrefix)) {
                    if (service.signingName().equals(who.service())) return service;
                    throw new Fault("InvalidSignatureException", 403,
                            "Credential should be scoped to correct service: '" + service.signingName() + "'.");
                }
            }
            throw new Fault("UnknownOperationException", 404,
                    "The service of the target " + targetPrefix + " is not available on this server.");
        }
    }
}
