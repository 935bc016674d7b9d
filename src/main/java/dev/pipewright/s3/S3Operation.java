package dev.pipewright.s3;

import dev.pipewright.wire.Fault;
import java.util.List;
import java.util.Set;

/** The operations of S3 that there are here, with the actions that policies know them by. */
enum S3Operation {
    LIST_BUCKETS("s3:ListAllMyBuckets"),
    CREATE_BUCKET("s3:CreateBucket"),
    HEAD_BUCKET("s3:ListBucket"),
    DELETE_BUCKET("s3:DeleteBucket"),
    GET_BUCKET_LOCATION("s3:GetBucketLocation"),
    GET_BUCKET_VERSIONING("s3:GetBucketVersioning"),
    PUT_BUCKET_VERSIONING("s3:PutBucketVersioning"),
    LIST_OBJECTS("s3:ListBucket"),
    LIST_OBJECTS_V2("s3:ListBucket"),
    LIST_OBJECT_VERSIONS("s3:ListBucketVersions"),
    LIST_MULTIPART_UPLOADS("s3:ListBucketMultipartUploads"),
    DELETE_OBJECTS("s3:DeleteObject"),
    GET_OBJECT("s3:GetObject", "s3:GetObjectVersion"),
    HEAD_OBJECT("s3:GetObject", "s3:GetObjectVersion"),
    GET_OBJECT_TAGGING("s3:GetObjectTagging", "s3:GetObjectVersionTagging"),
    PUT_OBJECT("s3:PutObject"),
    COPY_OBJECT("s3:PutObject"),
    DELETE_OBJECT("s3:DeleteObject", "s3:DeleteObjectVersion"),
    CREATE_MULTIPART_UPLOAD("s3:PutObject"),
    UPLOAD_PART("s3:PutObject"),
    UPLOAD_PART_COPY("s3:PutObject"),
    COMPLETE_MULTIPART_UPLOAD("s3:PutObject"),
    ABORT_MULTIPART_UPLOAD("s3:AbortMultipartUpload"),
    LIST_PARTS("s3:ListMultipartUploadParts");

    /** Query parameters that make another operation of a request; those that no row below names are not here. */
    private static final List<String> SUBRESOURCES = List.of(
            "accelerate", "acl", "analytics", "attributes", "cors", "delete", "encryption", "intelligent-tiering",
            "inventory", "legal-hold", "lifecycle", "location", "logging", "metadataConfiguration", "metadataTable",
            "metrics", "notification", "object-lock", "ownershipControls", "policy", "policyStatus",
            "publicAccessBlock", "renameObject", "replication", "requestPayment", "restore", "retention", "select",
            "session", "tagging", "torrent", "uploadId", "uploads", "versioning", "versions", "website");

    private final String action;
    private final String actionOnVersion;

    S3Operation(String action) {
        this(action, action);
    }

    S3Operation(String action, String actionOnVersion) {
        this.action = action;
        this.actionOnVersion = actionOnVersion;
    }

    /** The action to ask a principal's grants for. */
    String action(boolean namesVersion) {
        return namesVersion ? actionOnVersion : action;
    }

    /** The operation of a request, by method, address, query parameters and whether it names a source to copy. */
    static S3Operation of(String method, Address address, Set<String> query, boolean copies) {
        var subresource = SUBRESOURCES.stream().filter(query::contains).findFirst().orElse("");
        if (address.bucket().isEmpty()) {
            if (method.equals("GET")) {
                return LIST_BUCKETS;
            }
            throw new Fault("MethodNotAllowed", 405, "The specified method is not allowed against the service: "
                    + method);
        }
        return address.key().isEmpty()
                ? ofBucket(method, subresource, query)
                : ofObject(method, subresource, query, copies);
    }

    private static S3Operation ofBucket(String method, String subresource, Set<String> query) {
        return switch (method + " " + subresource) {
            case "GET " -> query.contains("list-type") ? LIST_OBJECTS_V2 : LIST_OBJECTS;
            case "GET location" -> GET_BUCKET_LOCATION;
            case "GET versioning" -> GET_BUCKET_VERSIONING;
            case "GET versions" -> LIST_OBJECT_VERSIONS;
            case "GET uploads" -> LIST_MULTIPART_UPLOADS;
            case "HEAD " -> HEAD_BUCKET;
            case "PUT " -> CREATE_BUCKET;
            case "PUT versioning" -> PUT_BUCKET_VERSIONING;
            case "DELETE " -> DELETE_BUCKET;
            case "POST delete" -> DELETE_OBJECTS;
            default -> throw notImplemented(method, subresource, "a bucket");
        };
    }

    private static S3Operation ofObject(String method, String subresource, Set<String> query, boolean copies) {
        return switch (method + " " + subresource) {
            case "GET " -> GET_OBJECT;
            case "GET tagging" -> GET_OBJECT_TAGGING;
            case "GET uploadId" -> LIST_PARTS;
            case "HEAD " -> HEAD_OBJECT;
            case "PUT " -> copies ? COPY_OBJECT : PUT_OBJECT;
            case "PUT uploadId" -> copies ? UPLOAD_PART_COPY : UPLOAD_PART;
            case "POST uploads" -> CREATE_MULTIPART_UPLOAD;
            case "POST uploadId" -> COMPLETE_MULTIPART_UPLOAD;
            case "DELETE " -> DELETE_OBJECT;
            case "DELETE uploadId" -> ABORT_MULTIPART_UPLOAD;
            default -> throw notImplemented(method, subresource, "an object");
        };
    }

    private static Fault notImplemented(String method, String subresource, String what) {
        return new Fault(
                "NotImplemented",
                501,
                "This S3 service does not implement " + method + " of "
                        + (subresource.isEmpty() ? what : "the subresource '" + subresource + "' of " + what));
    }
}
