package dev.pipewright.sink;

import dev.pipewright.model.FailureType;
import dev.pipewright.model.StateChange;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/** Puts each event on a bus of EventBridge, one at a time, since a bus keeps no order among those put together. */
public final class BusEvents implements EventSink {
    private static final Set<String> NOT_WANTED = Set.of("InvalidArgument", "MalformedDetail", "ValidationException");
    private static final int TOO_LARGE = 413;

    private final Clients<EventBridgeClient> clients;
    private final String region;
    private final String bus;
    private final String source;

    /**
     * Puts events on a bus.
     *
     * @param region where the bus is
     * @param bus the name or the ARN of the bus
     * @param source the events' source; AWS itself refuses those that begin with {@code aws.}
     */
    public BusEvents(Clients<EventBridgeClient> clients, String region, String bus, String source) {
        this.clients = clients;
        this.region = region;
        this.bus = bus;
        this.source = source;
    }

    @Override
    public String name() {
        return "eventbridge:" + bus;
    }

    @Override
    public int most() {
        return 1;
    }

    @Override
    public void deliver(List<StateChange> changes) throws IOException, Refused {
        for (var change : changes) {
            deliver(change);
        }
    }

    private void deliver(StateChange change) throws IOException, Refused {
        var entry = PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source(source)
                .detailType(change.detailType())
                .detail(change.detail())
                .resources(change.pipeline().arn())
                .time(change.at())
                .build();
        var client = clients.in(region);
        try {
            for (var answer : client.putEvents(request -> request.entries(entry)).entries()) {
                if (answer.errorCode() != null) {
                    throw failure(answer.errorCode(), answer.errorMessage(), null);
                }
            }
        } catch (SdkServiceException e) {
            var code = e.statusCode() == TOO_LARGE ? "ValidationException" : code(e);
            throw failure(code, e.getMessage(), e);
        } catch (SdkException e) {
            throw new IOException("The event bus '%s' cannot be reached: %s".formatted(bus, e.getMessage()), e);
        }
    }

    private IOException failure(String code, String message, Throwable cause) throws Refused {
        var sentence = "The event bus '%s' refuses the event: %s: %s".formatted(bus, code, message);
        if (NOT_WANTED.contains(code)) {
            throw new Refused(FailureType.ConfigurationError, sentence);
        }
        return new IOException(sentence, cause);
    }

    private static String code(SdkServiceException e) {
        return e instanceof AwsServiceException aws
                        && aws.awsErrorDetails() != null
                ? String.valueOf(aws.awsErrorDetails().errorCode())
                : "status " + e.statusCode();
    }

    @Override
    public void close() {
        // The client is not its own.
    }
}
