package dev.pipewright.conformance;

import dev.pipewright.api.ActionTypeDeclarations;
import dev.pipewright.model.IntegrationType;
import dev.pipewright.model.Partner;
import dev.pipewright.store.Database;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A partner with a source, a test, and a type that a function works for, as the command registers one; and with so many
 * more types that a list of them has a second page.
 */
final class Partnership {
    static final String ID = "00000000-0000-4000-8000-00000000c0de";
    static final String TOKEN = "TheTokenThatTheCommandShowedOnce";
    static final String FUNCTION = "arn:aws:lambda:eu-west-1:000000000000:function:call";

    private static final int MORE = 100;
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    private Partnership() {}

    /** Registers the partner before a server opens the data directory. */
    static void putInto(Path data) {
        try (var database = Database.open(data, () -> "none")) {
            var partner = new Partner(ID, Served.ACCOUNT, "conformance", LONG_AGO);
            database.writer().commit(tx -> {
                tx.partners().add(partner, TOKEN);
                var declarations = new ArrayList<>(List.of(
                        workers("Source", "Draw", 0), workers("Test", "Scan", 1), function("Call")));
                for (int number = 1; number <= MORE; number++) declarations.add(workers("Test", "More-" + number, 1));
                for (var declaration : declarations) {
                    tx.integrationTypes().put(
                            new IntegrationType(
                                    Served.ACCOUNT, Optional.of(ID),
                                    ActionTypeDeclarations.read(Scene.json(declaration))),
                            LONG_AGO);
                }
                return null;
            });
        }
    }

    private static String workers(String category, String provider, int inputs) {
        return declaration(category, provider, inputs, """
                {type: 'JobWorker', configuration: {jobWorkerExecutorConfiguration: {}}}""");
    }

    private static String function(String provider) {
        return declaration("Test", provider, 1, """
                {type: 'Lambda', configuration: {lambdaExecutorConfiguration: {lambdaFunctionArn: '%s'}}}"""
                .formatted(FUNCTION));
    }

    private static String declaration(String category, String provider, int inputs, String executor) {
        return """
                {id: {category: '%s', owner: 'ThirdParty', provider: '%s', version: '1'}, executor: %s,
                 inputArtifactDetails: {minimumCount: %d, maximumCount: %d},
                 outputArtifactDetails: {minimumCount: 0, maximumCount: 1},
                 properties: [
                    {name: 'Project', optional: false, key: true, noEcho: false, queryable: true},
                    {name: 'Password', optional: true, key: false, noEcho: true}]}"""
                .formatted(category, provider, executor, inputs, inputs);
    }
}
