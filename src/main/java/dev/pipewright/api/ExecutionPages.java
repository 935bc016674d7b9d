package dev.pipewright.api;

import dev.pipewright.model.ActionTypeSettings;
import dev.pipewright.runtime.JobDesk;
import dev.pipewright.store.Database;
import dev.pipewright.store.Job;
import java.util.Map;
import java.util.Optional;

/** Where people can look at what a worker does, by the URL template of the action type. */
record ExecutionPages(Database database, JobDesk desk) {
    /** The page of a job's run; null when the type has no template, or a value for it is missing. */
    String url(Job job, String externalExecutionId) {
        var words = externalExecutionId == null
                ? Map.<String, String>of()
                : Map.of(UrlTemplate.EXTERNAL_EXECUTION_ID, externalExecutionId);
        return template(job)
                .flatMap(template -> desk.details(job.id())
                        .flatMap(order -> template.fill(order.run().configuration(), words)))
                .orElse(null);
    }

    private Optional<UrlTemplate> template(Job job) {
        var pipeline = job.pipeline();
        return database.read(tables -> tables.actionTypes()
                        .findAlsoDeleted(pipeline.account(), pipeline.region(), job.actionTypeId()))
                .map(type -> type.settings())
                .map(ActionTypeSettings::executionUrlTemplate)
                .map(UrlTemplate::new);
    }
}
