package dev.pipewright.api;

import dev.pipewright.model.ActionTypeDeclaration;
import dev.pipewright.model.ConfigurationProperty;
import dev.pipewright.wire.Fault;
import java.util.Optional;
import java.util.regex.Pattern;

/** What integration action types must obey beyond the lengths and patterns of their members. */
public final class IntegrationRules {
    private static final Pattern FUNCTION =
            Pattern.compile("arn:aws[a-z-]*:lambda:[a-z0-9-]{1,40}:[0-9]{12}:function:[A-Za-z0-9:_$-]+");

    private IntegrationRules() {}

    /** @throws Fault {@code ValidationException} with the first rule that is broken */
    static void check(ActionTypeDeclaration declaration) {
        CustomTypeRules.check(declaration.type());
        var function = declaration.executor().lambdaFunctionArn();
        // The server turns to an address that is made from it, for which the model's own pattern lets too much pass.
        if (function != null && !FUNCTION.matcher(function).matches()) {
            throw Faults.validation(
                    "The lambdaFunctionArn '%s' of the action type %s is not the ARN of a function",
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
