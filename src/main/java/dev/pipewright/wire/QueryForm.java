package dev.pipewright.wire;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The parameters of a request in the Query protocol: those of a posted form, and those of the URL. */
public final class QueryForm {
    private static final int LARGEST_BODY = 64 * 1024;

    private final byte[] body;
    private final RawQuery form;
    private final RawQuery url;

    private QueryForm(byte[] body, RawQuery form, RawQuery url) {
        this.body = body;
        this.form = form;
        this.url = url;
    }

    /**
     * Reads a request.
     *
     * @throws Fault {@code MalformedQueryString} when a parameter cannot be read, {@code
     *     RequestEntityTooLarge} when the body is larger than any form needs to be, {@code InvalidRequest} for another
     *     method than GET and POST
     */
    public static QueryForm read(HttpServletRequest request) throws IOException {
        var body = RequestBody.read(request, LARGEST_BODY).orElseThrow(() -> new Fault(
                "RequestEntityTooLarge", 413, "The form may have at most " + LARGEST_BODY + " bytes."));
        if (!request.getMethod().equals("POST") && !request.getMethod().equals("GET")) {
            throw new Fault("InvalidRequest", 405, "Actions are asked for with GET or POST.");
        }
        try {
            return new QueryForm(
                    body,
                    RawQuery.parse(new String(body, StandardCharsets.UTF_8)),
                    RawQuery.parse(request.getQueryString()));
        } catch (IllegalArgumentException e) {
            throw new Fault("MalformedQueryString", 400, "A parameter cannot be read: " + e.getMessage());
        }
    }

    /** The body as it came, which the signature covers. */
    public byte[] body() {
        return body.clone();
    }

    /** The first parameter of that name. */
    public Optional<String> first(String name) {
        return form.first(name).or(() -> url.first(name));
    }
}
