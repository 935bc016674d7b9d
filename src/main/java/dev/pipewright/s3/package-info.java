/**
 * An S3 service in one directory: {@link dev.pipewright.s3.Buckets} is the store, {@link dev.pipewright.s3.S3Endpoint}
 * speaks S3's REST protocol over it. Versioning is always on. An answer that says "stored" is sent after the bytes and
 * their entry in the index are on disk.
 */
package dev.pipewright.s3;
