package dev.pipewright.api;

import dev.pipewright.model.ActionTypeDeclaration;
import dev.pipewright.model.ConfigurationProperty;
import dev.pipewright.wire.Fault;
import java.util.Optional;
import java.util.regex.Pattern;

/** What integration action types must obey beyond the lengths and patterns of their members. */
public final class IntegrationRules {
    private static final int REGION_OF_ARN = 3;
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");

    private IntegrationRules() {}

    /** @throws Fault {@code ValidationException} with the first rule that is broken */
    static void check(ActionTypeDeclaration declaration) {
        CustomTypeRules.check(declaration.type());
        var function = declaration.executor().lambdaFunctionArn();
        // The server turns to an address that is made from it.
        if (function != null && !REGION.matcher(function.split(":", -1)[REGION_OF_ARN]).matches()) {
            throw Faults.validation(
                    "The lambdaFunctionArn '%s' of the action type %s does not name a region",
                    function, declaration.type().id());
        }
    }

    /**
     * Why a declaration must not take the place of another, as a sentence. What pipelines hold as the secret value of a
     * property stays secret.
     */
    public static Optional<String> trouble(ActionTypeDeclaration before, ActionTypeDeclaration after) {
        return before.type().configurationProperties().stream()
                .filter(ConfigurationProperty::secret)
                .filter(secret -> after.type().configurationProperties().stream()
                        .noneMatch(property -> property.secret() && property.name().equals(secret.name())))
                .findFirst()
                .map(secret -> ("The property '%s' of the action type %s is noEcho and must stay in it as such, "
                                + "because pipelines may hold values of it")
                        .formatted(secret.name(), before.type().id()));
    }
}
