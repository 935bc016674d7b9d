package dev.pipewright.api.admin;

import dev.pipewright.wire.Constraints;
import dev.pipewright.wire.JsonService;
import dev.pipewright.wire.Permissions;
import java.util.List;
import java.util.function.Consumer;

/**
 * What whoever looks after this server asks of it and AWS has no operation for, or one in another protocol. It is
 * signed for the service {@code pipewright}, and policies allow its operations as {@code pipewright:CreateUser} and so
 * on.
 */
public final class AdministrationService {
    private AdministrationService() {}

    /** The service with the operations that each of the groups adds to it. */
    public static JsonService of(List<Consumer<JsonService.Builder>> groups) {
        var service = JsonService.named("pipewright", "Pipewright_20261122", Constraints.of("pipewright"));
        service.permitting(Permissions.of("pipewright"));
        groups.forEach(group -> group.accept(service));
        return service.build();
    }
}
