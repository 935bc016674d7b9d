package dev.pipewright.api.logs;

import dev.pipewright.wire.Constraints;
import dev.pipewright.wire.JsonService;
import dev.pipewright.wire.Permissions;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;

/** As much of CloudWatch Logs as is needed to read and follow what actions print. */
public final class LogService {
    private LogService() {}

    /** The service over these logs, of which each caller reads those of the own account. */
    public static JsonService of(LogReader logs) {
        return JsonService.named("logs", "Logs_20140328", Constraints.of("logs"))
                .with("DescribeLogStreams", DescribeLogStreamsRequest::builder, (input, request) ->
                        new DescribeLogStreams(logs.as(request.account())).run(input, request))
                .with("FilterLogEvents", FilterLogEventsRequest::builder, (input, request) ->
                        new FilterLogEvents(logs.as(request.account())).run(input, request))
                .with("GetLogEvents", GetLogEventsRequest::builder, (input, request) ->
                        new GetLogEvents(logs.as(request.account())).run(input, request))
                .permitting(Permissions.of("logs"))
                .build();
    }
}
