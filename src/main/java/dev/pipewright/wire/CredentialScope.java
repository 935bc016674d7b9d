package dev.pipewright.wire;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a signature is good for, and whose it claims to be.
 *
 * @param date the day, as {@code 20261122}
 * @param service the signing name, such as {@code s3}
 */
public record CredentialScope(String accessKeyId, String date, String region, String service) {
    private static final Pattern CREDENTIAL =
            Pattern.compile("([A-Za-z0-9_]{1,128})/([0-9]{8})/([a-z0-9-]{1,63})/([a-z0-9-]{1,63})/aws4_request");
    private static final Pattern IN_HEADER = Pattern.compile("[ ,]Credential=([^, ]+)");

    /** Reads {@code key/date/region/service/aws4_request}; empty when the text is anything else. */
    static Optional<CredentialScope> parse(String credential) {
        var match = CREDENTIAL.matcher(credential);
        return match.matches()
                ? Optional.of(new CredentialScope(match.group(1), match.group(2), match.group(3), match.group(4)))
                : Optional.empty();
    }

    /**
     * The scope that a request claims in its Authorization header or its presigned URL, to choose who answers it. It
     * proves nothing; that is the work of {@link SigV4}.
     */
    public static Optional<CredentialScope> claimed(HttpServletRequest request) {
        var header = request.getHeader("Authorization");
        if (header != null) {
            var match = IN_HEADER.matcher(header);
            return match.find() ? parse(match.group(1)) : Optional.empty();
        }
        try {
            return RawQuery.parse(request.getQueryString()).first("X-Amz-Credential").flatMap(CredentialScope::parse);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The scope without the key, as it stands in the string to sign. */
    String text() {
        return date + "/" + region + "/" + service + "/aws4_request";
    }

    boolean isS3() {
        return service.equals("s3");
    }
}
