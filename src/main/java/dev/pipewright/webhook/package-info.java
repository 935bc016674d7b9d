/**
 * Webhooks: addresses on the server's port to which anybody may POST JSON, and which start a pipeline when the sender
 * is who the webhook wants and the payload is what its filters ask for. {@link dev.pipewright.webhook.WebhookEndpoint}
 * speaks HTTP, {@link dev.pipewright.webhook.Deliveries} starts executions, and the rules are functions without I/O.
 */
package dev.pipewright.webhook;
