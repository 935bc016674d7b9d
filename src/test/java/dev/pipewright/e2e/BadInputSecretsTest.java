package dev.pipewright.e2e;

import static dev.pipewright.e2e.BadInputServer.branch;
import static dev.pipewright.e2e.BadInputServer.commands;
import static dev.pipewright.e2e.BadInputServer.input;
import static dev.pipewright.e2e.BadInputServer.pipeline;
import static dev.pipewright.e2e.BadInputServer.stage;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionConfigurationProperty;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeId;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;

/** What must stay secret, looked for in everything that a run leaves to read. */
class BadInputSecretsTest {
    private static final String SETTING = "a-secret-setting-of-the-action";
    private static final ActionTypeId TYPE = ActionTypeId.builder()
            .category(ActionCategory.DEPLOY)
            .owner(ActionOwner.CUSTOM)
            .provider("Courier")
            .version("1")
            .build();

    private final Queue<String> serverLog = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            serverLog.add(event.getFormattedMessage());
        }
    };
    private final Logger own = (Logger) LoggerFactory.getLogger("dev.pipewright");

    @BeforeEach
    void listen() {
        own.setLevel(Level.TRACE);
        appender.start();
        own.addAppender(appender);
        own.setAdditive(false);
    }

    @AfterEach
    void listen_no_more() {
        own.detachAppender(appender);
        own.setLevel(null);
        own.setAdditive(true);
    }

    @Test
    void keys_and_nonces_and_secret_settings_are_in_no_list_and_no_log(@TempDir Path folder) throws Exception {
        try (var server = new BadInputServer(folder)) {
            var api = server.api;
            api.createCustomActionType(type -> type.category(TYPE.category())
                    .provider(TYPE.provider())
                    .version(TYPE.version())
                    .configurationProperties(ActionConfigurationProperty.builder()
                            .name("Password")
                            .required(true)
                            .key(false)
                            .secret(true)
                            .build())
                    .inputArtifactDetails(count -> count.minimumCount(1).maximumCount(1))
                    .outputArtifactDetails(count -> count.minimumCount(0).maximumCount(0)));
            var made = server.create(pipeline(
                    "secret",
                    stage(branch("secret", "main")),
                    stage(commands("env", "ls -la ~ . ..", "cat /proc/$PPID/environ | tr '\\0' '\\n'").build()),
                    stage(ActionDeclaration.builder()
                            .name("Deliver")
                            .actionTypeId(TYPE)
                            .configuration(Map.of("Password", SETTING))
                            .inputArtifacts(input("Source"))
                            .build())));
            var copy = server.workingCopy("secret", "secret");
            server.commit(copy, "first");
            var pushed = server.ok(copy, "push", "origin", "main");
            var id = server.executions("secret").getFirst().pipelineExecutionId();
            var job = server.until("the job", () -> api.pollForJobs(poll -> poll.actionTypeId(TYPE)).jobs(),
                            jobs -> !jobs.isEmpty())
                    .getFirst();
            api.acknowledgeJob(it -> it.jobId(job.id()).nonce(job.nonce()));
            api.putJobSuccessResult(it -> it.jobId(job.id()));
            assertThat(server.awaitEnd("secret", id)).isEqualTo(PipelineExecutionStatus.SUCCEEDED);

            var seen = new ArrayList<>(List.of(
                    made,
                    pushed,
                    api.getPipeline(get -> get.name("secret")),
                    api.getPipelineState(get -> get.name("secret")),
                    api.getPipelineExecution(get -> get.pipelineName("secret").pipelineExecutionId(id)),
                    api.listPipelines(),
                    api.listPipelineExecutions(list -> list.pipelineName("secret")),
                    api.listActionExecutions(list -> list.pipelineName("secret")),
                    api.listActionTypes(),
                    String.join("\n", serverLog)));
            try (var files = Files.walk(server.data.resolve("logs"))) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    seen.add(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                }
            }

            var credentials = job.data().artifactCredentials();
            assertThat(job.data().actionConfiguration().configuration()).containsEntry("Password", SETTING);
            assertThat(serverLog).isNotEmpty();
            assertThat(seen).hasSizeGreaterThan(10);
            assertThat(seen).extracting(Object::toString).allSatisfy(text -> assertThat(text).doesNotContain(
                    server.key.secretAccessKey(),
                    credentials.secretAccessKey(),
                    credentials.sessionToken(),
                    job.nonce(),
                    SETTING));
            server.proveThatItWorks();
        }
    }
}
