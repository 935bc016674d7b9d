package dev.pipewright.api;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.WebhookKey;
import dev.pipewright.store.Tables;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Request;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** What tags can hang on. Two resources are the same when their ARNs are. */
sealed interface ResourceArn {
    /** {@code arn:aws:codepipeline:REGION:ACCOUNT:NAME}. */
    record OfPipeline(PipelineKey key) implements ResourceArn {
        @Override
        public String text() {
            return key.arn();
        }

        @Override
        public boolean exists(Tables tables) {
            return tables.pipelines().find(key, Optional.empty()).isPresent();
        }
    }

    /** {@code arn:aws:codepipeline:REGION:ACCOUNT:actiontype:Custom/CATEGORY/PROVIDER/VERSION}. */
    record OfActionType(String account, String region, ActionTypeId id) implements ResourceArn {
        @Override
        public String text() {
            return PREFIX + region + ":" + account + ":actiontype:" + String.join(
                    "/", id.owner().name(), id.category().name(), id.provider(), id.version());
        }

        @Override
        public boolean exists(Tables tables) {
            return tables.actionTypes().find(account, region, id).isPresent();
        }
    }

    /** {@code arn:aws:codepipeline:REGION:ACCOUNT:webhook:NAME}. */
    record OfWebhook(WebhookKey key) implements ResourceArn {
        @Override
        public String text() {
            return key.arn();
        }

        @Override
        public boolean exists(Tables tables) {
            return tables.webhooks().find(key).isPresent();
        }
    }

    /** What every ARN here begins with. */
    String PREFIX = "arn:aws:codepipeline:";

    /** How the ARN is written. */
    String text();

    /** Whether there is such a resource. */
    boolean exists(Tables tables);

    /**
     * Reads an ARN of the caller's account and region.
     *
     * @throws Fault {@code InvalidArnException} for any other text
     */
    static ResourceArn parse(String arn, Request request) {
        var own = PREFIX + request.region() + ":" + request.account() + ":";
        if (arn.startsWith(PREFIX) && !arn.startsWith(own)) {
            throw Fault.of(
                    "InvalidArnException",
                    "The ARN '%s' is not of the account '%s' in the region '%s', in which this call was made",
                    arn,
                    request.account(),
                    request.region());
        }
        return (arn.startsWith(own) ? read(arn.substring(own.length()), request) : Optional.<ResourceArn>empty())
                .orElseThrow(() -> Faults.invalidArn(arn));
    }

    private static Optional<ResourceArn> read(String resource, Request request) {
        var parts = resource.split(":", -1);
        if (parts.length == 1) {
            return Optional.of(resource)
                    .filter(NAME.asMatchPredicate())
                    .map(name -> new OfPipeline(new PipelineKey(request.account(), request.region(), name)));
        }
        return parts.length != 2 ? Optional.empty() : switch (parts[0]) {
            case "actiontype" -> typeId(parts[1].split("/", -1))
                    .map(id -> new OfActionType(request.account(), request.region(), id));
            case "webhook" -> Optional.of(parts[1])
                    .filter(NAME.asMatchPredicate())
                    .map(name -> new OfWebhook(new WebhookKey(request.account(), request.region(), name)));
            default -> Optional.empty();
        };
    }

    private static Optional<ActionTypeId> typeId(String[] parts) {
        if (parts.length != 4 || !parts[0].equals("Custom")) {
            return Optional.empty();
        }
        return Arrays.stream(ActionCategory.values())
                .filter(category -> category.name().equals(parts[1]))
                .filter(_ -> PROVIDER.matcher(parts[2]).matches() && VERSION.matcher(parts[3]).matches())
                .findFirst()
                .map(category -> ActionTypeIds.custom(category.name(), parts[2], parts[3]));
    }

    /** Names of pipelines and webhooks. */
    Pattern NAME = Pattern.compile("[A-Za-z0-9.@\\-_]{1,100}");

    /** Providers of action types. */
    Pattern PROVIDER = Pattern.compile("[0-9A-Za-z_-]{1,35}");

    /** Versions of action types. */
    Pattern VERSION = Pattern.compile("[0-9A-Za-z_-]{1,9}");
}
