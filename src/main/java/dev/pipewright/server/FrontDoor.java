package dev.pipewright.server;

import dev.pipewright.webhook.Addresses;
import dev.pipewright.wire.CredentialScope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells the services on the one port apart by what a request is: one signed for a service goes to that service,
 * whatever its path; of the unsigned ones, only the server's own pages and Git get further.
 *
 * <p>A page of another site must not be able to drive a server on somebody's own machine. A signature covers the host,
 * so signed requests are safe; for the others host and origin are checked here.
 */
final class FrontDoor extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private static final Pattern IP_ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+]");
    private final transient HttpServlet json;
    private final transient HttpServlet s3;
    private final transient HttpServlet sts;
    private final Set<String> names;

    /** @param names the host names that the server is known by; IP addresses need not be among them */
    FrontDoor(HttpServlet json, HttpServlet s3, HttpServlet sts, Collection<String> names) {
        this.json = json;
        this.s3 = s3;
        this.sts = sts;
        this.names = Set.copyOf(names);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var service = signedFor(request);
        if (service.isPresent()) {
            servlet(service.get()).service(request, response);
        } else if (request.getHeader("X-Amz-Target") != null) {
            json.service(request, response);
        } else if (isQuery(request)) {
            sts.service(request, response);
        } else if (Addresses.isOne(request.getRequestURI())) {
            // Nothing here is told by host or cookie: who knows the address may use it, from whatever page.
            chain.doFilter(request, response);
        } else if (isForeign(request)) {
            response.sendError(403, "This address does not answer pages of other sites.");
        } else if (isOurs(request.getRequestURI())) {
            chain.doFilter(request, response);
        } else {
            s3.service(request, response);
        }
    }

    private HttpServlet servlet(String service) {
        return switch (service) {
            case "s3" -> s3;
            case "sts" -> sts;
            case String _ -> json;
        };
    }

    /** Whether it is a request in the Query protocol that somebody forgot to sign. */
    private static boolean isQuery(HttpServletRequest request) {
        var type = request.getContentType();
        return request.getMethod().equals("POST") && request.getRequestURI().equals("/")
                && type != null && type.startsWith("application/x-www-form-urlencoded");
    }

    /** The service that the request's signature is for; a signature that cannot be read counts as S3's if anybody's. */
    private static Optional<String> signedFor(HttpServletRequest request) {
        var claimed = CredentialScope.claimed(request).map(CredentialScope::service);
        if (claimed.isPresent()) {
            return claimed;
        }
        var authorization = request.getHeader("Authorization");
        var signed = authorization != null && authorization.startsWith("AWS");
        return signed && request.getHeader("X-Amz-Target") == null ? Optional.of("s3") : Optional.empty();
    }

    private static boolean isOurs(String path) {
        return path.equals("/") || path.equals("/health") || path.equals("/style.css") || path.equals("/favicon.ico")
                || path.equals("/git") || path.startsWith("/git/") || path.startsWith("/connections/");
    }

    private boolean isForeign(HttpServletRequest request) {
        var host = hostOf(request.getHeader("Host"));
        if (host.isEmpty() || !isKnown(host.get())) {
            return true;
        }
        var origin = request.getHeader("Origin");
        return origin != null && !origin.replaceFirst("^https?://", "").equals(request.getHeader("Host"));
    }

    private boolean isKnown(String host) {
        return IP_ADDRESS.matcher(host).matches() || names.contains(host) || host.endsWith(".localhost");
    }

    private static Optional<String> hostOf(String header) {
        if (header == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(URI.create("http://" + header).getHost());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
