package dev.pipewright.api;

import dev.pipewright.iam.Grant;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ArtifactLocation;
import java.util.ArrayList;
import java.util.List;

/** What whoever works on a run may do with its artifacts. */
public final class ArtifactGrants {
    private ArtifactGrants() {}

    /** Reading each input and writing each output, and nothing else: not even reading back what was written. */
    public static List<Grant> of(ActionRun run) {
        var grants = new ArrayList<Grant>();
        for (var input : run.inputs()) {
            grants.add(new Grant("s3:GetObject", arn(input.location())));
            grants.add(new Grant("s3:GetObjectVersion", arn(input.location())));
        }
        for (var output : run.outputs()) {
            grants.add(new Grant("s3:PutObject", arn(output.location())));
            grants.add(new Grant("s3:AbortMultipartUpload", arn(output.location())));
            grants.add(new Grant("s3:ListMultipartUploadParts", arn(output.location())));
        }
        return List.copyOf(grants);
    }

    private static String arn(ArtifactLocation location) {
        return "arn:aws:s3:::" + location.bucket() + "/" + location.key();
    }
}
