package dev.pipewright.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.CodePipelineException;
import software.amazon.awssdk.services.codepipeline.model.ValidationException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A running server, in one region that nobody else uses, seen through the SDK's client; notes what it shows. */
final class Scene {
    static final String ROLE = "arn:aws:iam::000000000000:role/pipeline";
    static final String NOWHERE = "00000000-0000-4000-8000-0000deadbeef";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
    private static final JsonMapper RELAXED = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
            .build();
    private static final Map<String, SdkOperation> OPERATIONS =
            SdkOperation.all().stream().collect(Collectors.toMap(SdkOperation::name, Function.identity()));

    private final Served server;
    private final String region;
    private final CodePipelineClient client;
    private final Evidence evidence;
    private final List<Trial> trials = new ArrayList<>();

    Scene(Served server, String region, Evidence evidence) {
        this.server = server;
        this.region = region;
        this.client = server.codePipeline(region);
        this.evidence = evidence;
    }

    Served server() {
        return server;
    }

    String region() {
        return region;
    }

    /** The ARN of something in the account and region. */
    String arn(String resource) {
        return "arn:aws:codepipeline:%s:%s:%s".formatted(region, Served.ACCOUNT, resource);
    }

    /** JSON whose names need no quotes and whose texts may have single ones. */
    static ObjectNode json(String text) {
        return (ObjectNode) RELAXED.readTree(text);
    }

    /** Makes a call that the server must answer. */
    ObjectNode call(String operation, String request) {
        return call(operation, json(request));
    }

    /** Makes a call that the server must answer. */
    ObjectNode call(String operation, ObjectNode request) {
        try {
            var response = send(operation, request);
            Members.in(response).keySet().forEach(member -> evidence.filled(operation, member));
            return Members.json(response);
        } catch (CodePipelineException e) {
            return fail("%s is refused: %s: %s".formatted(operation, e.getMessage(), request), e);
        }
    }

    private SdkPojo send(String operation, ObjectNode request) {
        var called = OPERATIONS.get(operation);
        try {
            return (SdkPojo) called.method().invoke(client, Members.read(called.request(), request));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof CodePipelineException refusal) throw refusal;
            throw new AssertionError(operation + " of " + request, e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError("the client's operations are public", e);
        }
    }

    /** Makes a call that must be refused in that way, by a sentence that names all that. */
    void refused(String operation, String request, String error, String... words) {
        refused(operation, json(request), error, words);
    }

    /** Makes a call that must be refused in that way, by a sentence that names all that. */
    void refused(String operation, ObjectNode request, String error, String... words) {
        var refusal = refusal(operation, request);
        var details = refusal.awsErrorDetails();
        var said = RELAXED.readTree(details.rawResponse().asByteArray());
        assertThat(refusal.getClass().getSimpleName()).as("%s of %s: %s", operation, request, said).isEqualTo(error);
        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(said.path("__type").asString()).isEqualTo(error);
        assertThat(details.errorCode()).isEqualTo(error);
        var message = said.path("message").asString();
        assertThat(message)
                .as("%s of %s", operation, request)
                .matches("(?s)['A-Z0-9].{14,}")
                .doesNotContain("%s", "%d", "dev.pipewright", "java.");
        for (var word : words) assertThat(message).contains(word);
        evidence.provoked(operation, error);
    }

    private CodePipelineException refusal(String operation, ObjectNode request) {
        SdkPojo answer;
        try {
            answer = send(operation, request);
        } catch (CodePipelineException e) {
            return e;
        }
        return fail("%s of %s should be refused, and is answered: %s", operation, request, answer);
    }

    /** Makes a call that must be refused with ValidationException, and tells the message. */
    String validation(String operation, ObjectNode request) {
        var refusal = refusal(operation, request);
        assertThat(refusal).isInstanceOf(ValidationException.class);
        assertThat(refusal.statusCode()).isEqualTo(400);
        return refusal.awsErrorDetails().errorMessage();
    }

    /** Begins to show what of a request is read. */
    Trial trying(String operation, String request) {
        var trial = new Trial(this, OPERATIONS.get(operation), json(request));
        trials.add(trial);
        return trial;
    }

    /** No trial may have been forgotten half way. */
    void end() {
        assertThat(trials).allMatch(Trial::isSettled, "is settled");
    }

    /** What was sent as a member is what came out somewhere else. */
    void shows(String operation, String member, Object sent, Object found) {
        assertThat(found).as("%s of %s", member, operation).isEqualTo(sent);
        noteRead(operation, member);
    }

    /** All that was sent as a member, or below it, came back; beside it there may be more. */
    void echoes(String operation, String member, JsonNode sent, JsonNode found) {
        assertComesBack(operation + "." + member, sent, found);
        for (var path : OPERATIONS.get(operation).requestMembers()) {
            var below = path.startsWith(member) ? path.substring(member.length()) : "?";
            if ((below.isEmpty() || ".[{".indexOf(below.charAt(0)) >= 0) && reaches(sent, below)) {
                noteRead(operation, path);
            }
        }
    }

    private static void assertComesBack(String place, JsonNode sent, JsonNode found) {
        if (sent.isObject()) {
            sent.properties().forEach(member -> assertComesBack(
                    place + "." + member.getKey(), member.getValue(), found.path(member.getKey())));
        } else if (sent.isArray()) {
            assertThat(found.size()).as(place).isEqualTo(sent.size());
            for (int i = 0; i < sent.size(); i++) {
                assertComesBack(place + "[" + i + "]", sent.get(i), found.path(i));
            }
        } else {
            assertThat(found).as(place).isEqualTo(sent);
        }
    }

    private static boolean reaches(JsonNode json, String path) {
        if (path.isEmpty()) return !json.isMissingNode();
        if (path.startsWith("[]") || path.startsWith("{}")) {
            return json.valueStream().anyMatch(each -> reaches(each, path.substring(2)));
        }
        var end = path.substring(1).split("[.\\[{]", 2)[0].length() + 1;
        return reaches(json.path(path.substring(1, end)), path.substring(end));
    }

    void noteRead(String operation, String member) {
        assertThat(OPERATIONS.get(operation).requestMembers()).contains(member);
        evidence.read(operation, member);
    }

    /** Calls until the answer is as wanted. */
    ObjectNode until(String operation, String request, Predicate<ObjectNode> wanted) {
        return until(operation + " of " + request, () -> call(operation, request), wanted);
    }

    /** Looks until what is seen is as wanted. */
    static <T> T until(String what, Supplier<T> look, Predicate<T> wanted) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var seen = look.get();
            if (wanted.test(seen)) return seen;
            assertThat(System.nanoTime()).as("within %s: %s; last seen: %s", PATIENCE, what, seen).isLessThan(end);
            LockSupport.parkNanos(PAUSE);
        }
    }
}
