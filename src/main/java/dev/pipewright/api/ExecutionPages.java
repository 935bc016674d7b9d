package dev.pipewright.api;

import dev.pipewright.model.ActionTypeSettings;
import dev.pipewright.runtime.JobDesk;
import dev.pipewright.store.Database;
import dev.pipewright.store.Job;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Where people can look at what a worker does, and at what it took, by the URL templates of the action type. */
record ExecutionPages(Database database, JobDesk desk) {
    /** The page of a job's run; null when the type has no template, or a value for it is missing. */
    String url(Job job, String externalExecutionId) {
        var words = externalExecutionId == null
                ? Map.<String, String>of()
                : Map.of(UrlTemplate.EXTERNAL_EXECUTION_ID, externalExecutionId);
        return filled(job, ActionTypeSettings::executionUrlTemplate, words);
    }

    /** The page of a revision that a job reported; null when the type has no template, or a value for it is missing. */
    String ofRevision(Job job, String revisionId) {
        return filled(job, ActionTypeSettings::revisionUrlTemplate, Map.of(UrlTemplate.REVISION_ID, revisionId));
    }

    private String filled(Job job, Function<ActionTypeSettings, String> which, Map<String, String> words) {
        var all = new HashMap<>(words);
        all.put(UrlTemplate.REGION, job.pipeline().region());
        return template(job, which)
                .flatMap(template -> desk.details(job.id())
                        .flatMap(order -> template.fill(order.run().configuration(), all)))
                .orElse(null);
    }

    private Optional<UrlTemplate> template(Job job, Function<ActionTypeSettings, String> which) {
        var pipeline = job.pipeline();
        return database.read(tables -> tables.actionTypes()
                        .findAlsoDeleted(pipeline.account(), pipeline.region(), job.actionTypeId()))
                .map(type -> type.settings())
                .map(which)
                .map(UrlTemplate::new);
    }
}
