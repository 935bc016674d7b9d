package dev.pipewright.s3;

import dev.pipewright.wire.Fault;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The attributes of an object as headers: which ones a put takes, and which ones a read gives back. */
final class ObjectHeaders {
    private static final String ENCRYPTION = "x-amz-server-side-encryption";
    private static final String KMS_KEY = ENCRYPTION + "-aws-kms-key-id";
    private static final String BUCKET_KEY = ENCRYPTION + "-bucket-key-enabled";
    private static final String TAGGING = "x-amz-tagging";
    private static final String STORAGE_CLASS = "x-amz-storage-class";
    private static final String ACL = "x-amz-acl";
    private static final String REDIRECT = "x-amz-website-redirect-location";

    private static final List<String> DESCRIBING = List.of(
            "content-type", "cache-control", "content-disposition", "content-encoding", "content-language", "expires");
    private static final List<String> PLACING = List.of(
            STORAGE_CLASS, REDIRECT, ACL, ENCRYPTION, KMS_KEY, ENCRYPTION + "-context", BUCKET_KEY);
    private static final List<String> KEPT_BACK = List.of("content-type", ACL, TAGGING, ENCRYPTION + "-context");

    private static final Set<String> CANNED_ACLS = Set.of(
            "private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read", "bucket-owner-read",
            "bucket-owner-full-control", "log-delivery-write");
    private static final Set<String> STORAGE_CLASSES = Set.of(
            "STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER",
            "DEEP_ARCHIVE", "GLACIER_IR", "EXPRESS_ONEZONE");
    private static final Set<String> ENCRYPTIONS = Set.of("AES256", "aws:kms", "aws:kms:dsse");
    private static final Pattern KMS_KEY_ID = Pattern.compile("[A-Za-z0-9:/_-]{1,2048}");
    private static final int MOST_TAGS = 10;

    private ObjectHeaders() {}

    /** The attributes that a put, or the beginning of a multipart upload, gives to its object. */
    static Attributes ofPut(Call call) {
        var taken = new TreeMap<String, String>();
        take(call, DESCRIBING, taken);
        take(call, PLACING, taken);
        take(call, List.of(TAGGING), taken);
        takeUserMetadata(call, taken);
        return checked(call, taken);
    }

    /** The attributes of a copy, which has those of its source unless the caller replaces them. */
    static Attributes ofCopy(Call call, Attributes source) {
        var taken = new TreeMap<String, String>();
        take(call, PLACING, taken);
        if (replaces(call, "x-amz-metadata-directive")) {
            take(call, DESCRIBING, taken);
            takeUserMetadata(call, taken);
        } else {
            source.headers().forEach((name, value) -> {
                if (DESCRIBING.contains(name) || name.startsWith(Attributes.USER_PREFIX)) {
                    taken.put(name, value);
                }
            });
        }
        if (replaces(call, "x-amz-tagging-directive")) {
            take(call, List.of(TAGGING), taken);
        } else {
            source.get(TAGGING).ifPresent(tags -> taken.put(TAGGING, tags));
        }
        return checked(call, taken);
    }

    /** Whether a copy changes anything, so that it may have its own source for a target. */
    static boolean changes(Call call) {
        return replaces(call, "x-amz-metadata-directive")
                || PLACING.stream().anyMatch(name -> call.header(name).isPresent());
    }

    private static boolean replaces(Call call, String directive) {
        var value = call.header(directive).orElse("COPY");
        if (!value.equals("COPY") && !value.equals("REPLACE")) {
            throw invalid(directive, value, "COPY or REPLACE");
        }
        return value.equals("REPLACE");
    }

    private static void take(Call call, List<String> names, TreeMap<String, String> into) {
        for (var name : names) {
            call.header(name).ifPresent(value -> into.put(name, value));
        }
    }

    private static void takeUserMetadata(Call call, TreeMap<String, String> into) {
        call.headers().forEach((name, value) -> {
            if (name.startsWith(Attributes.USER_PREFIX) && name.length() > Attributes.USER_PREFIX.length()) {
                into.put(name, value);
            }
        });
    }

    private static Attributes checked(Call call, TreeMap<String, String> taken) {
        for (var name : call.headers().keySet()) {
            if (name.startsWith(ENCRYPTION + "-customer")
                    || name.startsWith("x-amz-copy-source-server-side-encryption-customer")
                    || name.startsWith("x-amz-grant-")
                    || name.startsWith("x-amz-object-lock-")
                    || name.equals("x-amz-write-offset-bytes")) {
                throw new Fault("NotImplemented", 501, "This S3 service does not implement the header " + name);
            }
        }
        oneOf(taken, ACL, CANNED_ACLS);
        oneOf(taken, STORAGE_CLASS, STORAGE_CLASSES);
        oneOf(taken, ENCRYPTION, ENCRYPTIONS);
        oneOf(taken, BUCKET_KEY, Set.of("true", "false"));
        var key = taken.get(KMS_KEY);
        if (key != null && !KMS_KEY_ID.matcher(key).matches()) {
            throw invalid(KMS_KEY, key, "the id, alias or ARN of a KMS key");
        }
        if (key != null && !taken.getOrDefault(ENCRYPTION, "").startsWith("aws:kms")) {
            throw invalid(KMS_KEY, key, "absent unless " + ENCRYPTION + " is aws:kms");
        }
        tags(Optional.ofNullable(taken.get(TAGGING)));
        // The transfer's own coding is no property of the object.
        var encoding = taken.getOrDefault("content-encoding", "")
                .replaceAll("(?i)(^|,)\\s*aws-chunked\\s*(?=,|$)", "")
                .replaceFirst("^\\s*,\\s*", "");
        if (encoding.isBlank()) {
            taken.remove("content-encoding");
        } else {
            taken.put("content-encoding", encoding);
        }
        return new Attributes(taken);
    }

    private static void oneOf(TreeMap<String, String> taken, String name, Set<String> values) {
        var value = taken.get(name);
        if (value != null && !values.contains(value)) {
            throw invalid(name, value, "one of " + String.join(", ", values.stream().sorted().toList()));
        }
    }

    private static Fault invalid(String name, String value, String rule) {
        return new Fault(
                "InvalidArgument", 400, "The header " + name + " is '" + Names.shown(value) + "': it must be " + rule);
    }

    /** The tags in the header's form, {@code name=value&name=value}. */
    static TreeMap<String, String> tags(Optional<String> header) {
        var tags = new TreeMap<String, String>();
        for (var pair : header.orElse("").split("&")) {
            if (!pair.isEmpty()) {
                var parts = pair.split("=", 2);
                var name = PercentCoding.decode(parts[0], true);
                var value = parts.length == 1 ? "" : PercentCoding.decode(parts[1], true);
                if (name.isEmpty() || name.length() > 128 || value.length() > 256 || tags.put(name, value) != null) {
                    throw new Fault("InvalidTag", 400, "The tag '" + Names.shown(pair) + "' is not valid: names "
                            + "have 1 to"
                            + " 128 characters and occur once, values have at most 256");
                }
            }
        }
        if (tags.size() > MOST_TAGS) {
            throw new Fault("BadRequest", 400, "Object tags cannot be greater than 10: there are " + tags.size());
        }
        return tags;
    }

    /** Writes what a read of the object says of it. */
    static void write(Call call, ObjectVersion version) {
        var attributes = version.attributes();
        call.setContentType(attributes.contentType());
        attributes.headers().forEach((name, value) -> {
            boolean usual = name.equals(STORAGE_CLASS) && value.equals("STANDARD");
            if (!usual && !KEPT_BACK.contains(name)) {
                call.set(name, encoded(value));
            }
        });
        int tags = tags(attributes.get(TAGGING)).size();
        if (tags > 0) {
            call.set("x-amz-tagging-count", Integer.toString(tags));
        }
        call.set("ETag", BucketCalls.quoted(version));
        call.set("Last-Modified", HttpDates.format(version.lastModified()));
        call.set("x-amz-version-id", version.versionId());
        call.set("Accept-Ranges", "bytes");
    }

    /** Writes what the answer to a put says of the object's encryption. */
    static void writeEncryption(Call call, Attributes attributes) {
        for (var name : List.of(ENCRYPTION, KMS_KEY, BUCKET_KEY)) {
            call.set(name, attributes.get(name));
        }
    }

    /** Text outside US-ASCII as mail writes it (RFC 2047), which is how S3 gives it back. */
    private static String encoded(String value) {
        return value.chars().allMatch(c -> c >= 0x20 && c < 0x7F)
                ? value
                : "=?UTF-8?B?" + Base64.getEncoder().encodeToString(Names.utf8(value)) + "?=";
    }

    static void writeChecksum(Call call, Optional<ObjectChecksum> checksum) {
        checksum.ifPresent(sum -> {
            call.set(sum.algorithm().header(), sum.value());
            call.set("x-amz-checksum-type", sum.type().name());
        });
    }
}
