package dev.pipewright.e2e;

import dev.pipewright.action.deploy.ec2.SshMachine;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeDeclaration;
import dev.pipewright.model.ActionTypeExecutor;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ActionTypeSettings;
import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.Instance;
import dev.pipewright.model.IntegrationType;
import dev.pipewright.model.Partner;
import dev.pipewright.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What takes long to make through the commands: a partner with many action types, and machines to deploy to. */
record Hoard(List<SshMachine> machines) implements AutoCloseable {
    private static final int TYPES = 2 * Lists.MOST + 5;
    private static final int MACHINES = 7;
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    /** Puts it into a data directory before a server opens that. */
    static Hoard into(Path data, Path homes) throws IOException {
        var machines = new ArrayList<SshMachine>();
        for (int i = 0; i < MACHINES; i++) machines.add(SshMachine.start(homes.resolve("home-" + i)));
        try (var database = Database.open(data, () -> "none")) {
            database.writer().commit(tx -> {
                var partner = new Partner("the-partner", LocalServer.ACCOUNT, "hoard", LONG_AGO);
                tx.partners().add(partner, "TheTokenOfThePartner");
                for (int i = 0; i < TYPES; i++) tx.integrationTypes().put(type(partner, i), LONG_AGO);
                for (int i = 0; i < MACHINES; i++) {
                    var machine = new Instance(
                            "mi-0123456789abcdef" + i, "web-" + i, "127.0.0.1", machines.get(i).port(), "deployer",
                            SshMachine.hostKey(), Map.of("Fleet", "web"));
                    tx.instances().add(
                            LocalServer.ACCOUNT, LocalServer.REGION, machine, SshMachine.identity(), LONG_AGO);
                }
                return null;
            });
        }
        return new Hoard(machines);
    }

    private static IntegrationType type(Partner partner, int number) {
        var id = new ActionTypeId(ActionCategory.Test, ActionOwner.ThirdParty, "Scan-" + number, "1");
        var none = new ArtifactCount(0, 0);
        var type = new ActionType(
                id, ActionTypeSettings.NONE, List.of(), none, none, ActionType.CUSTOM_TIMEOUT, false, true);
        return new IntegrationType(
                partner.account(), Optional.of(partner.id()),
                new ActionTypeDeclaration(type, null, ActionTypeExecutor.JOB_WORKER, List.of()));
    }

    @Override
    public void close() throws IOException {
        for (var machine : machines) machine.close();
    }
}
