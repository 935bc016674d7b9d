package dev.pipewright.api;

import dev.pipewright.model.Execution;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.Revision;
import dev.pipewright.model.SourceRevision;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.codepipeline.model.ArtifactRevision;
import software.amazon.awssdk.services.codepipeline.model.ExecutionTrigger;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineExecutionResponse;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecution;
import software.amazon.awssdk.services.codepipeline.model.ResolvedPipelineVariable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells of one execution, with the revisions that it runs on. Every revision is told twice: in the flat list of today,
 * and in the nested one of the release of 2016-08-30, so that clients of that time read it, too.
 */
public final class GetPipelineExecution
        implements Operation<GetPipelineExecutionRequest, GetPipelineExecutionResponse> {
    private final Database database;

    public GetPipelineExecution(Database database) {
        this.database = database;
    }

    private record Found(Execution execution, List<SourceRevision> revisions) {}

    @Override
    public GetPipelineExecutionResponse run(GetPipelineExecutionRequest input, Request request) {
        var key = new PipelineKey(request.account(), request.region(), input.pipelineName());
        var found = database.read(tables -> {
            if (!tables.pipelines().exists(key)) {
                throw Faults.pipelineNotFound(key.account(), key.name());
            }
            var execution = tables.executions()
                    .find(key, input.pipelineExecutionId())
                    .orElseThrow(() -> Faults.executionNotFound(key.name(), input.pipelineExecutionId()));
            return new Found(execution, tables.executions().revisions(key, execution.id()));
        });
        return GetPipelineExecutionResponse.builder()
                .pipelineExecution(shape(key, found))
                .build();
    }

    private static PipelineExecution shape(PipelineKey key, Found found) {
        var execution = found.execution();
        return PipelineExecution.builder()
                .pipelineName(key.name())
                .pipelineVersion(execution.pipeline().version())
                .pipelineExecutionId(execution.id())
                .status(execution.status().name())
                .statusSummary(execution.statusSummary())
                .executionMode(PipelineShapes.name(execution.pipeline().executionMode()))
                .trigger(ExecutionTrigger.builder()
                        .triggerType(execution.trigger().type())
                        .triggerDetail(execution.trigger().detail())
                        .build())
                .variables(execution.variables().isEmpty() ? null : variables(execution))
                .artifactRevisions(found.revisions().stream()
                        .map(SourceRevision::revision)
                        .map(GetPipelineExecution::revision)
                        .toList())
                .build();
    }

    private static List<ResolvedPipelineVariable> variables(Execution execution) {
        var variables = new ArrayList<ResolvedPipelineVariable>();
        execution.pipeline().variables().stream()
                .filter(variable -> execution.variables().containsKey(variable.name()))
                .forEach(variable -> variables.add(ResolvedPipelineVariable.builder()
                        .name(variable.name())
                        .resolvedValue(execution.variables().get(variable.name()))
                        .build()));
        return variables;
    }

    private static ArtifactRevision revision(Revision revision) {
        return ArtifactRevision.builder()
                .name(revision.artifact())
                .revisionId(revision.revisionId())
                .revisionChangeIdentifier(revision.changeIdentifier())
                .revisionSummary(revision.summary())
                .created(revision.created())
                .revisionUrl(revision.url())
                .build();
    }

    @Override
    public ObjectNode finish(ObjectNode json, GetPipelineExecutionResponse output) {
        var execution = (ObjectNode) json.get("pipelineExecution");
        var informations = execution.putArray("artifactRevisionInformations");
        for (var flat : execution.get("artifactRevisions")) {
            var revision = ((ObjectNode) flat).deepCopy();
            var information = informations.addObject();
            var name = revision.remove("name");
            if (name != null) {
                information.set("name", name);
            }
            information.set("revision", revision);
        }
        return json;
    }
}
