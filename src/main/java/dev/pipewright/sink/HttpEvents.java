package dev.pipewright.sink;

import dev.pipewright.model.FailureType;
import dev.pipewright.model.StateChange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Sends each event to a web address: a POST in the binary mode of CloudEvents 1.0, whose body is the event in the form
 * of EventBridge, signed.
 */
public final class HttpEvents implements EventSink {
    /** What says of the body that it is not wanted; every other refusal may be over when somebody has looked. */
    private static final Set<Integer> NOT_WANTED = Set.of(400, 413, 415, 422);

    private final HttpPost post;

    /** Sends to this address, in which no user name or password stands before the host. */
    public HttpEvents(URI address, Signature signature, InstantSource clock) {
        this(new HttpPost(address, signature, clock));
    }

    HttpEvents(HttpPost post) {
        this.post = post;
    }

    @Override
    public String name() {
        return post.name();
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
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", "application/json");
        headers.put("ce-specversion", "1.0");
        headers.put("ce-id", change.id());
        headers.put("ce-source", change.pipeline().arn());
        headers.put("ce-type", type(change.detailType()));
        headers.put("ce-subject", change.executionId());
        headers.put("ce-time", change.at().toString());
        var status = post.send(change.id(), Envelope.json(change).getBytes(StandardCharsets.UTF_8), headers);
        if (NOT_WANTED.contains(status)) {
            throw new Refused(
                    FailureType.ConfigurationError, "%s answers with status %d".formatted(post.shown(), status));
        }
        if (status < 200 || status > 299) {
            throw new IOException("%s answers with status %d".formatted(post.shown(), status));
        }
    }

    /** {@code CodePipeline Stage Execution State Change} as a type: without blanks, below the domain of the service. */
    private static String type(String detailType) {
        var words = detailType.substring("CodePipeline ".length()).replace(' ', '-');
        return "com.amazonaws.codepipeline." + words.toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        post.close();
    }
}
