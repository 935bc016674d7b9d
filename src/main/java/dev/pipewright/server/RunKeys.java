package dev.pipewright.server;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.ArtifactKeys;
import dev.pipewright.api.ArtifactGrants;
import dev.pipewright.iam.SessionTokens;
import java.time.Duration;

/** Temporary keys of this server for the artifacts of one run. */
record RunKeys(SessionTokens tokens) implements ArtifactKeys {
    @Override
    public Key of(ActionRequest request, Duration life) {
        var account = request.pipeline().account();
        var arn = "arn:aws:sts::%s:assumed-role/pipewright-job/%s".formatted(account, request.jobId());
        var key = tokens.issue(account, arn, ArtifactGrants.of(request.run()), life);
        return new Key(key.accessKeyId(), key.secretAccessKey(), key.sessionToken(), key.expires());
    }
}
