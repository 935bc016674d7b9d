package dev.pipewright.e2e;

import static dev.pipewright.e2e.BadInputServer.action;
import static dev.pipewright.e2e.BadInputServer.approval;
import static dev.pipewright.e2e.BadInputServer.branch;
import static dev.pipewright.e2e.BadInputServer.commands;
import static dev.pipewright.e2e.BadInputServer.deploy;
import static dev.pipewright.e2e.BadInputServer.input;
import static dev.pipewright.e2e.BadInputServer.object;
import static dev.pipewright.e2e.BadInputServer.output;
import static dev.pipewright.e2e.BadInputServer.pipeline;
import static dev.pipewright.e2e.BadInputServer.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.CodePipelineException;
import software.amazon.awssdk.services.codepipeline.model.Condition;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineTriggerDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineTriggerProviderType;
import software.amazon.awssdk.services.codepipeline.model.PipelineType;
import software.amazon.awssdk.services.codepipeline.model.Result;
import software.amazon.awssdk.services.codepipeline.model.RuleCategory;
import software.amazon.awssdk.services.codepipeline.model.RuleDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.codepipeline.model.Tag;

/** Definitions that are refused: in the API's words, and without a trace of what they would have made. */
class BadInputDefinitionTest {
    private static final String REPOSITORY = "never-made";
    private static BadInputServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = new BadInputServer(folder);
        server.create(pipeline("standing", stage(branch("standing", "main")), stage(approval())));
    }

    /** What is there, by name. */
    private record Standing(List<String> pipelines, List<String> repositories, List<String> buckets) {
        static Standing now() throws Exception {
            return new Standing(
                    server.api.listPipelines().pipelines().stream()
                            .map(pipeline -> pipeline.name() + " " + pipeline.version())
                            .toList(),
                    server.repositories(),
                    server.buckets());
        }
    }

    @AfterAll
    static void show_that_everything_else_works() throws Exception {
        server.proveThatItWorks();
        server.close();
    }

    @AfterEach
    void nothing_is_left_behind() throws Exception {
        assertThat(Standing.now()).isEqualTo(
                new Standing(List.of("standing 1"), List.of("standing"), List.of(BadInputServer.ARTIFACTS)));
        var tags = catchThrowableOfType(
                CodePipelineException.class,
                () -> server.api.listTagsForResource(
                        request -> request.resourceArn("arn:aws:codepipeline:eu-central-1:000000000000:bad")));
        assertThat(tags.awsErrorDetails().errorCode()).isEqualTo("ResourceNotFoundException");
    }

    private static StageDeclaration source() {
        return stage(branch(REPOSITORY, "main"));
    }

    private static PipelineDeclaration bad(ActionDeclaration action) {
        return pipeline("bad", source(), stage(action));
    }

    private static ActionDeclaration of(ActionOwner owner, ActionCategory category, String provider) {
        return action("Act", category, provider)
                .actionTypeId(type -> type.owner(owner).category(category).provider(provider).version("1"))
                .inputArtifacts(input("Source"))
                .build();
    }

    private static ActionDeclaration turn(String name, String takes, String gives) {
        return commands("true")
                .name(name)
                .inputArtifacts(input(takes))
                .outputArtifacts(output(gives, "*"))
                .build();
    }

    private static PipelineDeclaration cycle() {
        return pipeline("bad", source(), StageDeclaration.builder()
                .name("Circle")
                .actions(
                        turn("One", "B", "A"),
                        turn("Two", "A", "B"))
                .build());
    }

    private static PipelineDeclaration guarded(String provider, Map<String, String> configuration) {
        var rule = RuleDeclaration.builder()
                .name("Ask")
                .ruleTypeId(id -> id.category(RuleCategory.RULE).provider(provider))
                .configuration(configuration)
                .build();
        return pipeline("bad", source(), stage(approval()).toBuilder()
                .beforeEntry(entry -> entry.conditions(
                        Condition.builder().result(Result.FAIL).rules(rule).build()))
                .build());
    }

    private static PipelineDeclaration of51Stages() {
        var stages = new ArrayList<>(List.of(source()));
        IntStream.range(0, 50).forEach(number -> stages.add(StageDeclaration.builder()
                .name("Stage" + number)
                .actions(approval())
                .build()));
        return pipeline("bad", stages.toArray(StageDeclaration[]::new));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(
                        "a missing action type",
                        bad(of(ActionOwner.CUSTOM, ActionCategory.BUILD, "Nobody")),
                        "InvalidActionDeclarationException", "Nobody"),
                Arguments.of(
                        "an action type of the service that this server has not",
                        bad(of(ActionOwner.AWS, ActionCategory.BUILD, "CodeBuild")),
                        "InvalidActionDeclarationException", "CodeBuild"),
                Arguments.of(
                        "an action type of a third party",
                        bad(of(ActionOwner.THIRD_PARTY, ActionCategory.BUILD, "Solano-CI")),
                        "InvalidActionDeclarationException", "Solano-CI"),
                Arguments.of("a circle of artifacts", cycle(), "InvalidActionDeclarationException", "B in action One"),
                Arguments.of("51 stages", of51Stages(), "InvalidStructureException", "51"),
                Arguments.of("one stage", pipeline("bad", source()), "InvalidStructureException", "stage"),
                Arguments.of(
                        "a pipeline's name with a space",
                        pipeline("my pipeline", source(), stage(approval())),
                        "ValidationException", "my pipeline"),
                Arguments.of(
                        "a stage's name with a space",
                        pipeline("bad", source(), stage(approval()).toBuilder().name("my stage").build()),
                        "ValidationException", "my stage"),
                Arguments.of(
                        "an action's name with a space",
                        bad(approval().toBuilder().name("my action").build()),
                        "ValidationException", "my action"),
                Arguments.of(
                        "an artifact's name with a space",
                        bad(commands("true").inputArtifacts(input("my artifact")).build()),
                        "ValidationException", "my artifact"),
                Arguments.of(
                        "a repository's name that leaves its folder",
                        pipeline("bad", stage(branch("../../outside", "main")), stage(approval())),
                        "InvalidActionDeclarationException", "../../outside"),
                Arguments.of(
                        "a bucket that cannot be",
                        bad(approval()).toBuilder().artifactStore(store -> store.type("S3").location("NO")).build(),
                        "ValidationException", "location"),
                Arguments.of(
                        "a bucket that S3 refuses",
                        bad(approval()).toBuilder()
                                .artifactStore(store -> store.type("S3").location("bad..bucket"))
                                .build(),
                        "InvalidStructureException", "bad..bucket"),
                Arguments.of(
                        "a good source bucket beside a bad one",
                        pipeline(
                                "bad",
                                StageDeclaration.builder()
                                        .name("Source")
                                        .actions(
                                                object("a-good-bucket", "key"),
                                                object("A_bad..bucket", "key").toBuilder()
                                                        .name("Other")
                                                        .outputArtifacts(output("Other"))
                                                        .build())
                                        .build(),
                                stage(approval())),
                        "InvalidStructureException", "A_bad..bucket"),
                Arguments.of(
                        "parallel executions of a pipeline of type V1",
                        bad(approval()).toBuilder()
                                .pipelineType(PipelineType.V1)
                                .executionMode(ExecutionMode.PARALLEL)
                                .build(),
                        "InvalidStructureException", "PARALLEL"),
                Arguments.of(
                        "triggers",
                        bad(approval()).toBuilder()
                                .triggers(PipelineTriggerDeclaration.builder()
                                        .providerType(PipelineTriggerProviderType.CODE_STAR_SOURCE_CONNECTION)
                                        .gitConfiguration(git -> git.sourceActionName("Source"))
                                        .build())
                                .build(),
                        "InvalidStructureException", "triggers"),
                Arguments.of(
                        "a rule that nobody provides",
                        guarded("Oracle", Map.of()),
                        "InvalidStructureException", "Oracle"),
                Arguments.of(
                        "a window that never was",
                        guarded("DeploymentWindow", Map.of("Cron", "* * * ? * * 1970-2147483647")),
                        "InvalidStructureException", "1970-2147483647"),
                Arguments.of(
                        "an expression that is none",
                        guarded("VariableCheck", Map.of("Variable", "a", "Operator", "MATCHES", "Value", "(a")),
                        "InvalidStructureException", "(a"),
                Arguments.of(
                        "an action in another region",
                        bad(deploy("Source", "site").toBuilder().region("us-east-1").build()),
                        "InvalidStructureException", "us-east-1"),
                Arguments.of(
                        "a clone reference",
                        pipeline("bad", stage(branch(REPOSITORY, "main").toBuilder()
                                .configuration(Map.of(
                                        "RepositoryName", REPOSITORY,
                                        "BranchName", "main",
                                        "OutputArtifactFormat", "CODEBUILD_CLONE_REF"))
                                .build()), stage(approval())),
                        "InvalidActionDeclarationException", "CODEBUILD_CLONE_REF"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void a_bad_definition_is_refused_by_name_and_makes_nothing(
            String what, PipelineDeclaration pipeline, String error, String named) {
        var refusal = catchThrowableOfType(
                CodePipelineException.class,
                () -> server.api.createPipeline(request -> request.pipeline(pipeline)
                        .tags(Tag.builder().key("team").value("blue").build())));

        assertThat(refusal).describedAs(what).isNotNull();
        assertThat(refusal.awsErrorDetails().errorCode() + ": " + refusal.awsErrorDetails().errorMessage())
                .startsWith(error + ": ")
                .contains(named);
        assertThat(refusal.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void a_bad_definition_leaves_the_pipeline_that_it_would_replace(
            String what, PipelineDeclaration pipeline, String error, String named) {
        var name = pipeline.name().equals("bad") ? "standing" : pipeline.name();

        var refusal = catchThrowableOfType(
                CodePipelineException.class,
                () -> server.api.updatePipeline(
                        request -> request.pipeline(pipeline.toBuilder().name(name).build())));

        assertThat(refusal).describedAs(what).isNotNull();
        assertThat(refusal.awsErrorDetails().errorCode() + ": " + refusal.awsErrorDetails().errorMessage())
                .startsWith(error + ": ")
                .contains(named);
    }

    @Test
    void bad_tags_refuse_the_whole_pipeline() {
        var refusal = catchThrowableOfType(
                CodePipelineException.class,
                () -> server.api.createPipeline(request -> request.pipeline(bad(approval()))
                        .tags(Tag.builder().key("aws:mine").value("x").build())));

        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("InvalidTagsException");
        assertThat(refusal.awsErrorDetails().errorMessage()).contains("aws:");
    }
}
