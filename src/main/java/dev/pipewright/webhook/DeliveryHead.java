package dev.pipewright.webhook;

import java.util.Optional;

/**
 * What is known of a delivery before its body.
 *
 * @param peer the IP address at the other end of the connection
 * @param signature the header {@code X-Hub-Signature}
 * @param signature256 the header {@code X-Hub-Signature-256}
 * @param event the header {@code X-GitHub-Event}
 * @param id the header {@code X-GitHub-Delivery}: the same when a delivery comes again
 */
record DeliveryHead(
        String peer,
        Optional<String> contentType,
        Optional<String> signature,
        Optional<String> signature256,
        Optional<String> event,
        Optional<String> id) {
    /** Whether GitHub only asks if anybody is there. */
    boolean isPing() {
        return event.filter("ping"::equals).isPresent();
    }
}
