package dev.pipewright.webhook;

/**
 * What a sender is told. Whoever is not let in hears the same, whether or not there is a webhook.
 *
 * @param status of HTTP
 */
record Reply(int status, String sentence) {
    static final Reply STARTED = new Reply(200, "The pipeline was started.");
    static final Reply REPEATED = new Reply(200, "This delivery has started the pipeline before.");
    static final Reply REACHED = new Reply(200, "The webhook can be reached.");
    static final Reply NO_MATCH = new Reply(200, "The payload is not what the webhook waits for. Nothing was started.");
    static final Reply NOT_JSON = new Reply(
            400, "The payload must be a JSON object or list, at most 32 deep, with names of at most 256 characters.");
    static final Reply LONG_ID = new Reply(400, "The header X-GitHub-Delivery may have at most 200 characters.");
    static final Reply NOT_ADMITTED = new Reply(
            403, "No webhook takes this request: its address, its signature or the sender's IP address is wrong.");
    static final Reply NOT_A_POST = new Reply(405, "Webhooks take the method POST.");
    static final Reply CANNOT_START = new Reply(
            422, "The webhook cannot start its pipeline as things are. Its owner finds the reason in ListWebhooks.");
    static final Reply REFUSED =
            new Reply(429, "The pipeline cannot take another execution now. Send the request again later.");
    static final Reply UNSETTLED = new Reply(503, "The webhook is being changed. Send the request again.");
}
