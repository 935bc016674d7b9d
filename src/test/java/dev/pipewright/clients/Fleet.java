package dev.pipewright.clients;

import dev.pipewright.action.deploy.ec2.SshMachine;
import dev.pipewright.e2e.LocalServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Two machines with the tag {@code Fleet=web} that actions deploy to. */
record Fleet(List<SshMachine> machines) implements AutoCloseable {
    static final int SIZE = 2;

    /** Starts the machines and registers them. */
    static Fleet start(LocalServer server, Path folder) throws Exception {
        var fleet = new Fleet(new ArrayList<>());
        for (int i = 1; i <= SIZE; i++) {
            var machine = SshMachine.start(folder.resolve("machine-" + i));
            fleet.machines.add(machine);
            var input = JsonMapper.shared()
                    .createObjectNode()
                    .put("Name", "web-" + i)
                    .put("Host", "127.0.0.1")
                    .put("Port", Integer.toString(machine.port()))
                    .put("UserName", "deployer")
                    .put("HostKey", SshMachine.hostKey())
                    .put("Identity", SshMachine.identity())
                    .put("Tags", "{\"Fleet\": \"web\"}");
            OldClient.administering(server).call("AddInstance", input.toString());
        }
        return fleet;
    }

    @Override
    public void close() throws IOException {
        for (var machine : machines) {
            machine.close();
        }
    }
}
