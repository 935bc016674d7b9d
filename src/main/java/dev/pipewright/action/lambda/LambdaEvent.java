package dev.pipewright.action.lambda;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.ArtifactKeys;
import dev.pipewright.model.Artifact;
import dev.pipewright.model.Revision;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What a function is told of its job, in the form that the service gives its event. */
final class LambdaEvent {
    /** How long the key in the event opens the artifacts. A function that needs longer calls GetJobDetails. */
    static final Duration KEY_LIFE = Duration.ofMinutes(15);

    private LambdaEvent() {}

    /** The event as JSON. */
    static String of(ActionRequest request, ArtifactKeys.Key key) {
        var data = new LinkedHashMap<String, Object>();
        data.put("actionConfiguration", Map.of("configuration", request.run().configuration()));
        data.put("inputArtifacts", artifacts(request, request.run().inputs()));
        data.put("outputArtifacts", artifacts(request, request.run().outputs()));
        var credentials = new LinkedHashMap<String, Object>();
        credentials.put("accessKeyId", key.accessKeyId());
        credentials.put("secretAccessKey", key.secretAccessKey());
        credentials.put("sessionToken", key.sessionToken());
        credentials.put("expirationTime", key.expires().toEpochMilli());
        data.put("artifactCredentials", credentials);
        request.continuationToken().ifPresent(token -> data.put("continuationToken", token));
        request.encryptionKey().ifPresent(it -> data.put("encryptionKey", Map.of("id", it.id(), "type", it.type())));
        var job = new LinkedHashMap<String, Object>();
        job.put("id", request.jobId());
        job.put("accountId", request.pipeline().account());
        job.put("data", data);
        return JsonMapper.shared().writeValueAsString(Map.of("CodePipeline.job", job));
    }

    private static List<Map<String, Object>> artifacts(ActionRequest request, List<Artifact> artifacts) {
        return artifacts.stream().map(artifact -> artifact(request, artifact)).toList();
    }

    private static Map<String, Object> artifact(ActionRequest request, Artifact artifact) {
        var told = new LinkedHashMap<String, Object>();
        told.put("name", artifact.name());
        told.put("revision", request.revisionOf(artifact).map(Revision::revisionId).orElse(null));
        told.put(
                "location",
                Map.of(
                        "type",
                        "S3",
                        "s3Location",
                        Map.of(
                                "bucketName", artifact.location().bucket(),
                                "objectKey", artifact.location().key())));
        return told;
    }
}
