package dev.pipewright.clients;

import dev.pipewright.e2e.LocalServer;
import tools.jackson.databind.json.JsonMapper;

/** Who works for an action type of the owner {@code ThirdParty}: what the partner knows of itself. */
record Partner(String clientId, String clientToken) {
    /** The action type is {@code Test/ThirdParty/Scan/1}, has an input and may have an output. */
    static final String PROVIDER = "Scan";

    private static final String DECLARATION = """
            [{"id": {"category": "Test", "owner": "ThirdParty", "provider": "%s", "version": "1"},
              "executor": {"type": "JobWorker", "configuration": {"jobWorkerExecutorConfiguration": {}}},
              "inputArtifactDetails": {"minimumCount": 1, "maximumCount": 1},
              "outputArtifactDetails": {"minimumCount": 0, "maximumCount": 1},
              "properties": [
                {"name": "Project", "optional": false, "key": true, "noEcho": false, "queryable": true}]}]"""
            .formatted(PROVIDER);

    /** Registers a partner with its type. */
    static Partner add(LocalServer server) throws Exception {
        var input = JsonMapper.shared().createObjectNode().put("Name", "scanners").put("ActionTypes", DECLARATION);
        var answer = OldClient.administering(server).call("AddPartner", input.toString());
        return new Partner(answer.get("ClientId").stringValue(), answer.get("ClientToken").stringValue());
    }
}
