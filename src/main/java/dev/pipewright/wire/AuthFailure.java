package dev.pipewright.wire;

/** Why a request is not authenticated, with the name and status that JSON services, the Query
 * protocol and S3 give to it. */
public enum AuthFailure {
    /** The request is not signed at all. */
    NOT_SIGNED("MissingAuthenticationTokenException", 403, "AccessDenied", 403),
    /** The Authorization header, or a header that goes with it, cannot be read. */
    MALFORMED_HEADER("IncompleteSignatureException", 400, "AuthorizationHeaderMalformed", 400),
    /** The parameters of a presigned URL cannot be read. */
    MALFORMED_QUERY("IncompleteSignatureException", 400, "AuthorizationQueryParametersError", 400),
    /** The path, the query or the payload hash breaks the rules of its own form. */
    MALFORMED_REQUEST("IncompleteSignatureException", 400, "InvalidRequest", 400),
    /** The credential scope names another date than the request. */
    WRONG_SCOPE("InvalidSignatureException", 403, "AuthorizationHeaderMalformed", 400),
    /** A header that must be signed is not. */
    HEADER_NOT_SIGNED("InvalidSignatureException", 403, "AccessDenied", 403),
    /** The signature is not the one that the key makes. */
    WRONG_SIGNATURE("InvalidSignatureException", 403, "SignatureDoesNotMatch", 403),
    /** The request's clock is more than 15 minutes from ours. */
    SKEWED("InvalidSignatureException", 403, "RequestTimeTooSkewed", 403),
    /** The presigned URL is over, or not valid yet. */
    URL_EXPIRED("InvalidSignatureException", 403, "AccessDenied", 403),
    /** No such access key. */
    UNKNOWN_KEY("UnrecognizedClientException", 403, "InvalidAccessKeyId", 403),
    /** The session token is not one of this key. */
    WRONG_TOKEN("UnrecognizedClientException", 403, "InvalidToken", 400),
    /** The session token was right once. */
    TOKEN_EXPIRED("ExpiredTokenException", 403, "ExpiredToken", 400);

    private final String jsonType;
    private final int jsonStatus;
    private final String s3Code;
    private final int s3Status;

    AuthFailure(String jsonType, int jsonStatus, String s3Code, int s3Status) {
        this.jsonType = jsonType;
        this.jsonStatus = jsonStatus;
        this.s3Code = s3Code;
        this.s3Status = s3Status;
    }

    Fault json(String message) {
        return new Fault(jsonType, jsonStatus, message);
    }

    Fault query(String message) {
        var code = switch (this) {
            case NOT_SIGNED -> "MissingAuthenticationToken";
            case MALFORMED_HEADER, MALFORMED_QUERY, MALFORMED_REQUEST -> "IncompleteSignature";
            case WRONG_SCOPE, HEADER_NOT_SIGNED, WRONG_SIGNATURE, SKEWED, URL_EXPIRED -> "SignatureDoesNotMatch";
            case UNKNOWN_KEY, WRONG_TOKEN -> "InvalidClientTokenId";
            case TOKEN_EXPIRED -> "ExpiredToken";
        };
        return new Fault(code, jsonStatus, message);
    }

    Fault s3(String message) {
        return new Fault(s3Code, s3Status, switch (this) {
            case SKEWED -> "The difference between the request time and the current time is too large: " + message;
            case UNKNOWN_KEY -> "The AWS Access Key Id you provided does not exist in our records.";
            case WRONG_TOKEN -> "The provided token is malformed or otherwise invalid.";
            case TOKEN_EXPIRED -> "The provided token has expired.";
            case NOT_SIGNED -> "Access Denied: the request is not signed.";
            case MALFORMED_HEADER, MALFORMED_QUERY, MALFORMED_REQUEST, WRONG_SCOPE, HEADER_NOT_SIGNED,
                    WRONG_SIGNATURE, URL_EXPIRED -> message;
        });
    }
}
