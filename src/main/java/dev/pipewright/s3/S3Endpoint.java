package dev.pipewright.s3;

import dev.pipewright.wire.Authenticated;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.SigV4;
import dev.pipewright.wire.Unauthenticated;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * S3's REST protocol over {@link Buckets}: the operations of {@link S3Operation}, addressed by path or by host name.
 * Every request must be signed, and its action be among the caller's grants; a bucket serves its own account only. What
 * there is not here is answered with {@code NotImplemented} and its name.
 */
public final class S3Endpoint extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(S3Endpoint.class);
    private static final int MOST_DRAINED = 1 << 20;

    private final transient Buckets buckets;
    private final transient SigV4 signatures;
    private final transient Collection<String> hostNames;
    private final transient Supplier<String> requestIds;
    private final transient BucketCalls ofBuckets;
    private final transient ObjectCalls ofObjects;
    private final transient UploadCalls ofUploads;

    /**
     * Makes the endpoint.
     *
     * @param hostNames names of this server without ports, such as {@code localhost}; what stands before one of them
     *     and a dot in the header Host is a bucket
     * @param requestIds makes the ids that answers and log lines carry
     */
    public S3Endpoint(
            Buckets buckets, SigV4 signatures, Collection<String> hostNames, Supplier<String> requestIds) {
        this.buckets = buckets;
        this.signatures = signatures;
        this.hostNames = List.copyOf(hostNames);
        this.requestIds = requestIds;
        this.ofBuckets = new BucketCalls(buckets);
        this.ofObjects = new ObjectCalls(buckets);
        this.ofUploads = new UploadCalls(buckets);
    }

    /**
     * Sets a connector up for S3: keys may look like paths with dots and empty segments, and the signatures are over
     * headers in the case that they came in.
     */
    public static void configure(HttpConfiguration http) {
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.setHeaderCacheCaseSensitive(true);
    }

    /** Lets a context pass such addresses on. */
    public static void configure(ServletContextHandler context) {
        context.getServletHandler().setDecodeAmbiguousURIs(true);
    }

    /** Answers any method. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var id = requestIds.get();
        response.setHeader("x-amz-request-id", id);
        var address = Optional.<Address>empty();
        try {
            address = Optional.of(Address.of(request, hostNames));
            answer(request, response, address.get());
            LOG.debug("s3 {} {} {} {}", id, request.getMethod(), address.get().shown(), response.getStatus());
        } catch (Unauthenticated e) {
            refuse(request, response, address, id, e.s3());
        } catch (Fault e) {
            refuse(request, response, address, id, e);
        } catch (IOException | RuntimeException e) {
            if (response.isCommitted()) {
                // Only a broken connection tells the client that the rest is missing.
                LOG.warn("s3 {} {} ended early: {}", id, address.map(Address::shown).orElse("?"), e.toString());
                throw e;
            }
            LOG.error("s3 {} {} {}", id, request.getMethod(), address.map(Address::shown).orElse("?"), e);
            refuse(request, response, address, id, new Fault("InternalError", 500, reason(e)));
        }
    }

    private static String reason(Exception e) {
        // A path of the server's is no business of the client's.
        var reason = e instanceof FileSystemException trouble ? trouble.getReason() : e.getMessage();
        return "We encountered an internal error. "
                + (e instanceof IOException && reason != null
                        ? "The store could not carry out the request: " + reason
                        : "The server's log says more under the request id.");
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, Address address) throws IOException {
        refuseOldSignatures(request);
        var signer = signatures.authenticate(request);
        requireS3(signer);
        var call = new Call(request, response, signer, address);
        var operation = S3Operation.of(
                request.getMethod(),
                address,
                call.queries().keySet(),
                call.header("x-amz-copy-source").isPresent());
        if (operation != S3Operation.DELETE_OBJECTS) {
            call.authorize(operation.action(call.versionId().isPresent()), call.arn());
        }
        if (operation != S3Operation.LIST_BUCKETS && operation != S3Operation.CREATE_BUCKET) {
            requireBucket(call);
        }
        switch (operation) {
            case LIST_BUCKETS -> ofBuckets.listBuckets(call);
            case CREATE_BUCKET -> ofBuckets.createBucket(call);
            case HEAD_BUCKET -> ofBuckets.headBucket(call);
            case GET_BUCKET_LOCATION -> ofBuckets.location(call);
            case DELETE_BUCKET -> ofBuckets.deleteBucket(call);
            case GET_BUCKET_VERSIONING -> ofBuckets.versioning(call);
            case PUT_BUCKET_VERSIONING -> ofBuckets.putVersioning(call);
            case LIST_OBJECTS -> ofBuckets.listV1(call);
            case LIST_OBJECTS_V2 -> ofBuckets.listV2(call);
            case LIST_OBJECT_VERSIONS -> ofBuckets.listVersions(call);
            case LIST_MULTIPART_UPLOADS -> ofBuckets.listUploads(call);
            case DELETE_OBJECTS -> ofObjects.deleteAll(call);
            case GET_OBJECT -> ofObjects.get(call);
            case HEAD_OBJECT -> ofObjects.head(call);
            case GET_OBJECT_TAGGING -> ofObjects.tagging(call);
            case PUT_OBJECT -> ofObjects.put(call);
            case COPY_OBJECT -> ofObjects.copy(call);
            case DELETE_OBJECT -> ofObjects.delete(call);
            case CREATE_MULTIPART_UPLOAD -> ofUploads.create(call);
            case UPLOAD_PART -> ofUploads.uploadPart(call);
            case UPLOAD_PART_COPY -> ofUploads.uploadPartCopy(call);
            case COMPLETE_MULTIPART_UPLOAD -> ofUploads.complete(call);
            case ABORT_MULTIPART_UPLOAD -> ofUploads.abort(call);
            case LIST_PARTS -> ofUploads.listParts(call);
        }
    }

    /** Some clients still presign with version 2 unless told otherwise, and should hear why they are not let in. */
    private static void refuseOldSignatures(HttpServletRequest request) {
        var authorization = request.getHeader("authorization");
        var query = request.getQueryString();
        boolean inHeader = authorization != null && authorization.startsWith("AWS ");
        boolean inQuery = query != null && query.contains("AWSAccessKeyId=");
        if (inHeader || inQuery) {
            throw new Fault("InvalidRequest", 400, "The authorization mechanism you have provided is not supported: the"
                    + " request is signed with signature version 2. Please use AWS4-HMAC-SHA256 (signature version "
                    + "4).");
        }
    }

    private static void requireS3(Authenticated signer) {
        if (!signer.service().equals("s3")) {
            throw new Fault("AuthorizationHeaderMalformed", 400, "The authorization header is malformed; incorrect "
                    + "service '" + Names.shown(signer.service()) + "': this endpoint belongs to 's3'");
        }
    }

    private void requireBucket(Call call) throws IOException {
        requireOwner(call, buckets.require(call.bucket()), call.header("x-amz-expected-bucket-owner"));
    }

    static void requireOwner(Call call, Bucket bucket, Optional<String> expected) {
        if (!bucket.account().equals(call.caller().account())
                || expected.isPresent() && !expected.get().equals(bucket.account())) {
            throw new Fault("AccessDenied", 403, "Access Denied: the bucket '" + bucket.name() + "' is another "
                    + "account's");
        }
    }

    private static void refuse(
            HttpServletRequest request, HttpServletResponse response, Optional<Address> address, String id, Fault fault)
            throws IOException {
        LOG.info("s3 {} {} {} {} {}: {}", id, request.getMethod(), address.map(Address::shown).orElse("?"),
                fault.status(), fault.type(), Names.shown(fault.getMessage()));
        if (response.isCommitted()) {
            throw new IOException(fault.type() + " after the answer had begun");
        }
        response.resetBuffer();
        drain(request);
        if (request.getMethod().equals("HEAD")) {
            response.setStatus(fault.status());
            return;
        }
        Call.send(response, fault.status(), new XmlAnswer("Error")
                .text("Code", fault.type())
                .text("Message", fault.getMessage())
                .text("Resource", address.map(Address::shown).orElse("/"))
                .text("RequestId", id));
    }

    /** Takes in what is left of a small body, because many clients read an answer only after they have sent all. */
    private static void drain(HttpServletRequest request) {
        if (request.getHeader("expect") != null || request.getContentLengthLong() > MOST_DRAINED) {
            return;
        }
        try {
            var in = request.getInputStream();
            var buffer = new byte[1 << 14];
            for (int total = 0, count = 0; count >= 0 && total <= MOST_DRAINED; total += count) {
                count = in.read(buffer);
            }
        } catch (IOException | RuntimeException e) {
            // The body was broken, which may be why there is a fault to tell.
        }
    }
}
