package dev.pipewright.conformance;

import dev.pipewright.action.deploy.ec2.SshMachine;
import dev.pipewright.model.Instance;
import dev.pipewright.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Two machines to deploy to, registered in a region of their own. */
record Machines(List<SshMachine> all) implements AutoCloseable {
    static final String REGION = "machines-1";

    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    static Machines start(Path folder) throws IOException {
        return new Machines(List.of(
                SshMachine.start(folder.resolve("home-1")), SshMachine.start(folder.resolve("home-2"))));
    }

    /** Registers them before a server opens the data directory. */
    void putInto(Path data) {
        try (var database = Database.open(data, () -> "none")) {
            database.writer().commit(tx -> {
                for (int number = 1; number <= all.size(); number++) {
                    var machine = new Instance(
                            "mi-0123456789abcdef" + number, "web-" + number, "127.0.0.1",
                            all.get(number - 1).port(), "deployer", SshMachine.hostKey(), Map.of("Fleet", "web"));
                    tx.instances().add(Served.ACCOUNT, REGION, machine, SshMachine.identity(), LONG_AGO);
                }
                return null;
            });
        }
    }

    @Override
    public void close() throws IOException {
        for (var machine : all) machine.close();
    }
}
