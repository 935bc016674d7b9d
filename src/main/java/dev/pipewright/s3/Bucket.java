package dev.pipewright.s3;

import java.time.Instant;

/**
 * A bucket; names are one space for all accounts and regions, as in S3.
 *
 * @param account the account that made it, and alone may use it over the network
 * @param region where it says it is
 */
public record Bucket(String name, String account, String region, Instant created) {
    /** The bucket as policies name it. */
    String arn() {
        return "arn:aws:s3:::" + name;
    }
}
