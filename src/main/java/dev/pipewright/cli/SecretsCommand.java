package dev.pipewright.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

@Command(
        name = "secrets",
        description = "The keys that the server's secrets are sealed with.",
        mixinStandardHelpOptions = true,
        versionProvider = Pipewright.Version.class,
        synopsisSubcommandLabel = "COMMAND")
final class SecretsCommand {
    private SecretsCommand() {}

    static SecretsCommand create() {
        return new SecretsCommand();
    }

    private static JsonNode called(CommonOptions common, String operation) throws InterruptedException {
        var server = new SignedJson(common.endpoint(), common.credentials(), "pipewright", "Pipewright_20261122");
        return server.call(operation, JsonNodeFactory.instance.objectNode());
    }

    private static void print(JsonNode status, Terminal terminal) {
        for (var key : status.path("Keys")) {
            var use = key.path("Newest").asBoolean(false) ? "seals"
                    : key.path("Known").asBoolean(false) ? "opens"
                    : "is not in the file of keys";
            terminal.out().printf(
                    "%s  %s, %d sealed%n", key.path("KeyId").asString(""), use, key.path("SealedTexts").asLong(0));
        }
    }

    @Command(name = "status", description = "Prints the keys, and how many texts are sealed with each.")
    static final class Status implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private CommonOptions common;

        Status(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            print(called(common, "GetSecretsStatus"), terminal);
            return 0;
        }
    }

    @Command(
            name = "rotate",
            description = "Makes a new key, seals all secrets with it, and drops the old keys. The server goes on"
                    + " serving, and finishes also when this command is stopped.")
    static final class Rotate implements Callable<Integer> {
        private static final long LOOK_AGAIN_MILLIS = 200;

        private final Terminal terminal;

        @Mixin
        private CommonOptions common;

        Rotate(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            var status = called(common, "RotateSecrets");
            while (status.path("RotationUnderWay").asBoolean(false)) {
                Thread.sleep(LOOK_AGAIN_MILLIS);
                status = called(common, "GetSecretsStatus");
            }
            print(status, terminal);
            if (status.path("Keys").size() > 1) {
                throw new Complaint("Not all could be sealed anew; the server's log names what could not be opened.");
            }
            return 0;
        }
    }
}
