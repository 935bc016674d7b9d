package dev.pipewright.wire;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Verifies AWS Signature Version 4, in the Authorization header and in presigned URLs, over exactly the headers that
 * the client names as signed. Every service and every region that the credential scope names is accepted: who answers
 * for which is the caller's question.
 */
public final class SigV4 {
    private static final Duration SKEW = Duration.ofMinutes(15);
    private static final Pattern SPACES = Pattern.compile("\\s+");
    // Their values enter the signature by themselves, whether or not the client lists them.
    private static final Set<String> SIGNED_BY_NATURE = Set.of("x-amz-date", "x-amz-content-sha256");

    private final Credentials credentials;
    private final InstantSource clock;

    public SigV4(Credentials credentials, InstantSource clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    /**
     * Verifies a request of any service but S3, whose signature covers the body.
     *
     * @param body the whole body as it came
     * @throws Unauthenticated when the request does not prove who sent it
     */
    public Authenticated authenticate(HttpServletRequest request, byte[] body) {
        return verify(request, (_, _) -> Payload.hashed(SigningKey.hash(body)));
    }

    /**
     * Verifies a request of S3, without its body: the signature covers what the request claims of the body, and {@link
     * Authenticated#body} holds the body to that claim.
     *
     * @throws Unauthenticated when the request does not prove who sent it
     */
    public Authenticated authenticate(HttpServletRequest request) {
        return verify(request, Payload::claimed);
    }

    private interface PayloadReader {
        Payload read(HttpServletRequest request, boolean presigned);
    }

    private Authenticated verify(HttpServletRequest request, PayloadReader reader) {
        var query = query(request);
        var claim = SignatureClaim.of(request, query);
        refuseUnsignedHeaders(request, claim);
        var amzDate = SignatureClaim.amzDate(claim.signedAt());
        if (!amzDate.startsWith(claim.scope().date())) {
            throw new Unauthenticated(AuthFailure.WRONG_SCOPE,
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"
                            + claim.scope().date() + "' != '" + amzDate.substring(0, 8) + "', from '" + amzDate + "'.");
        }
        var now = clock.instant();
        checkTime(claim, now);
        var key = key(claim);
        var payload = reader.read(request, claim.lifetime().isPresent());
        var canonical = String.join("\n",
                request.getMethod(),
                path(request, claim.scope()),
                query.canonical(),
                headers(request, claim),
                String.join(";", claim.signedHeaders()),
                payload.text());
        var stringToSign = String.join("\n",
                SignatureClaim.ALGORITHM, amzDate, claim.scope().text(), SigningKey.hash(canonical));
        var signingKey = SigningKey.derive(key.secretAccessKey(), claim.scope());
        if (!signingKey.verifies(stringToSign, claim.signature())) {
            throw new Unauthenticated(AuthFailure.WRONG_SIGNATURE,
                    "The request signature we calculated does not match the signature you provided. Check your AWS "
                            + "Secret Access Key and signing method. Consult the service documentation for details.");
        }
        return new Authenticated(
                key, claim.scope(), now, payload,
                new ChunkSigner(signingKey, amzDate, claim.scope(), claim.signature()));
    }

    private static RawQuery query(HttpServletRequest request) {
        try {
            return RawQuery.parse(request.getQueryString());
        } catch (IllegalArgumentException e) {
            throw new Unauthenticated(AuthFailure.MALFORMED_REQUEST,
                    "The query string is malformed: " + e.getMessage());
        }
    }

    /** An unsigned header of AWS's own could change what a signed request means. */
    private static void refuseUnsignedHeaders(HttpServletRequest request, SignatureClaim claim) {
        for (var header : Collections.list(request.getHeaderNames())) {
            var name = header.toLowerCase(Locale.ROOT);
            var isSigned = SIGNED_BY_NATURE.contains(name) || claim.signedHeaders().contains(name);
            if (name.startsWith("x-amz-") && !isSigned) {
                throw new Unauthenticated(AuthFailure.HEADER_NOT_SIGNED,
                        "There were headers present in the request which were not signed: '" + name
                                + "' must be a 'SignedHeader' in the AWS Authorization.");
            }
        }
    }

    private static void checkTime(SignatureClaim claim, Instant now) {
        var signedAt = claim.signedAt();
        if (claim.lifetime().isPresent()) {
            var lifetime = claim.lifetime().get();
            if (now.isAfter(signedAt.plus(lifetime))) {
                throw new Unauthenticated(AuthFailure.URL_EXPIRED,
                        "Request has expired: it was valid for %d seconds from %s and it is now %s.".formatted(
                                lifetime.toSeconds(), signedAt, now));
            }
            if (signedAt.isAfter(now.plus(SKEW))) {
                throw new Unauthenticated(AuthFailure.URL_EXPIRED,
                        "Request is not valid yet: it is signed for %s and it is now %s.".formatted(signedAt, now));
            }
            return;
        }
        var then = SignatureClaim.amzDate(signedAt);
        var server = SignatureClaim.amzDate(now);
        if (signedAt.isBefore(now.minus(SKEW))) {
            throw new Unauthenticated(AuthFailure.SKEWED,
                    "Signature expired: %s is now earlier than %s (%s - 15 min.)".formatted(
                            then, SignatureClaim.amzDate(now.minus(SKEW)), server));
        }
        if (signedAt.isAfter(now.plus(SKEW))) {
            throw new Unauthenticated(AuthFailure.SKEWED,
                    "Signature not yet current: %s is still later than %s (%s + 15 min.)".formatted(
                            then, SignatureClaim.amzDate(now.plus(SKEW)), server));
        }
    }

    private Credentials.Key key(SignatureClaim claim) {
        try {
            return credentials.find(claim.scope().accessKeyId(), claim.sessionToken())
                    .orElseThrow(() -> unknown(AuthFailure.UNKNOWN_KEY));
        } catch (Fault fault) {
            throw switch (fault.type()) {
                case "ExpiredTokenException" -> new Unauthenticated(AuthFailure.TOKEN_EXPIRED,
                        "The security token included in the request is expired");
                case "UnrecognizedClientException" -> unknown(AuthFailure.WRONG_TOKEN);
                default -> fault;
            };
        }
    }

    private static Unauthenticated unknown(AuthFailure reason) {
        return new Unauthenticated(reason, "The security token included in the request is invalid.");
    }

    private static String path(HttpServletRequest request, CredentialScope scope) {
        var raw = Optional.ofNullable(request.getRequestURI()).filter(path -> !path.isEmpty()).orElse("/");
        try {
            var decoded = UriText.decode(raw, false);
            return scope.isS3() ? UriText.encode(decoded, true) : UriText.encode(normalised(raw), true);
        } catch (IllegalArgumentException e) {
            throw new Unauthenticated(AuthFailure.MALFORMED_REQUEST, "The path is malformed: " + e.getMessage());
        }
    }

    /** The path without empty, {@code .} and {@code ..} segments, which S3 keeps and everyone else resolves. */
    private static String normalised(String path) {
        var segments = new ArrayDeque<String>();
        for (var segment : path.split("/")) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        var end = !segments.isEmpty() && path.endsWith("/") ? "/" : "";
        return "/" + String.join("/", segments) + end;
    }

    private static String headers(HttpServletRequest request, SignatureClaim claim) {
        return claim.signedHeaders().stream()
                .map(name -> name + ":" + value(Collections.list(request.getHeaders(name))) + "\n")
                .collect(Collectors.joining());
    }

    private static String value(List<String> values) {
        return values.stream()
                .map(value -> SPACES.matcher(value.strip()).replaceAll(" "))
                .collect(Collectors.joining(","));
    }
}
