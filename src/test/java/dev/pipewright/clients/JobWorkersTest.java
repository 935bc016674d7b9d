package dev.pipewright.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.action.Zips;
import dev.pipewright.e2e.LocalServer;
import dev.pipewright.e2e.Sketch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionState;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;

/** Workers for custom action types that know the service's API alone: one in Python, and one in Java. */
final class JobWorkersTest {
    /** One answer for the plain job, three for the patient one, and one for the broken one. */
    private static final int ANSWERS = 5;

    @TempDir
    static Path directory;

    private static Ground ground;
    private static CodePipelineClient client;

    @BeforeAll
    static void start() throws Exception {
        ground = Ground.start(directory);
        client = ground.server().codePipeline();
    }

    @AfterAll
    static void stop() throws IOException {
        ground.close();
    }

    private interface Worker {
        /** Works until all jobs are answered, and says which operations were used. */
        Collection<String> work() throws Exception;
    }

    @Test
    void a_worker_in_python_does_its_jobs() throws Exception {
        employ("Pythonist", () -> Story.of(
                        ground, Story.python("job_worker.py", "Pythonist", Integer.toString(ANSWERS)))
                .answered());
    }

    @Test
    void a_worker_in_java_does_its_jobs() throws Exception {
        employ("Javanist", () -> {
            try (var sdk = new JavaSdk(ground.server())) {
                var worker = new JavaWorker(
                        sdk.client(), key -> ground.server().s3(LocalServer.of(key)), Sketches.builder("Javanist"));
                worker.run(ANSWERS);
                return sdk.answered();
            }
        });
    }

    private static void employ(String provider, Worker worker) throws Exception {
        client.createCustomActionType(request -> Sketches.customType(request, provider));
        var plain = create("plain", provider);
        var patient = create("patient", provider);
        var broken = create("broken", provider);

        Exercised.compare("job-worker", worker.work());

        Executions.until(client, "plain" + provider, plain, PipelineExecutionStatus.SUCCEEDED);
        Executions.until(client, "patient" + provider, patient, PipelineExecutionStatus.SUCCEEDED);
        Executions.until(client, "broken" + provider, broken, PipelineExecutionStatus.FAILED);
        for (var project : new String[] {"plain", "patient"}) {
            assertThat(made(project + provider).latestExecution().summary()).isEqualTo("1 files");
            assertThat(Zips.contents(ground.server()
                            .s3()
                            .getObjectAsBytes(get -> get.bucket(Ground.OUT).key(project + provider + ".zip"))
                            .asByteArray()))
                    .containsEntry("files.txt", "readme\n");
        }
        var failed = made("broken" + provider).latestExecution();
        assertThat(failed.errorDetails().code()).isEqualTo("ConfigurationError");
        assertThat(failed.errorDetails().message()).isEqualTo("There is no project 'broken%s'", provider);
    }

    private static String create(String project, String provider) {
        var name = project + provider;
        client.createPipeline(request -> request.pipeline(Sketch.pipeline(
                name, Sketches.source(), Sketches.work(provider, name), Sketches.copy(name + ".zip"))));
        return Executions.newest(client, name);
    }

    private static ActionState made(String pipeline) {
        return client.getPipelineState(request -> request.name(pipeline))
                .stageStates()
                .get(1)
                .actionStates()
                .getFirst();
    }
}
