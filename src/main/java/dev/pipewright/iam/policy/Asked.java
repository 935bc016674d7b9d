package dev.pipewright.iam.policy;

import dev.pipewright.wire.Access;
import dev.pipewright.wire.Context;
import java.util.List;
import java.util.Locale;

/** What policies are asked: may this be done, by a request of which this is known? */
record Asked(String action, String resource, Context context) {
    static Asked of(Access access) {
        return new Asked(access.action().toLowerCase(Locale.ROOT), access.resource(), access.context());
    }

    /** What is known under a condition key, which is in lower case. */
    List<String> values(String key) {
        if (key.equals("aws:resourceaccount")) {
            return account().isEmpty() ? List.of() : List.of(account());
        }
        return context.values(key);
    }

    /** The account in the resource's ARN, which may be empty. */
    String account() {
        var parts = resource.split(":", 6);
        return parts.length == 6 && parts[0].equals("arn") ? parts[4] : "";
    }
}
