package dev.pipewright.model;

import java.util.List;

/**
 * An action type together with who does its jobs and who may use it.
 *
 * @param description for people; null where there is none
 * @param allowedAccounts the accounts whose pipelines may have actions of the type, or {@code *}; empty where nothing
 *     is said, which allows only the account that brought the type
 */
public record ActionTypeDeclaration(
        ActionType type, String description, ActionTypeExecutor executor, List<String> allowedAccounts) {
    public ActionTypeDeclaration {
        allowedAccounts = allowedAccounts == null ? List.of() : List.copyOf(allowedAccounts);
    }
}
