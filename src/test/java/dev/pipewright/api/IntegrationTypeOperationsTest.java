package dev.pipewright.api;

import static dev.pipewright.api.Partnership.FUNCTION;
import static dev.pipewright.api.Partnership.SCAN;
import static dev.pipewright.api.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionTypeExecutor;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.Pipeline;
import dev.pipewright.wire.Fault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeDeclaration;
import software.amazon.awssdk.services.codepipeline.model.DeleteCustomActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.GetActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.ListActionTypesRequest;
import software.amazon.awssdk.services.codepipeline.model.UpdateActionTypeRequest;
import tools.jackson.databind.json.JsonMapper;

final class IntegrationTypeOperationsTest {
    private static final String ELSEWHERE = "444455556666";
    private static final ActionCatalog BUILT_IN = ActionCatalog.of(List.of());

    @TempDir
    Path directory;

    Partnership partners;
    Workshop shop;

    @BeforeEach
    void open() {
        partners = new Partnership(directory);
        shop = partners.shop;
    }

    @AfterEach
    void close() {
        partners.close();
    }

    private ActionTypeDeclaration get(String category, String owner, String provider, String account) {
        return new GetActionType(shop.database, BUILT_IN)
                .run(
                        GetActionTypeRequest.builder()
                                .category(category)
                                .owner(owner)
                                .provider(provider)
                                .version("1")
                                .build(),
                        shop.request(account, Workshop.REGION))
                .actionType();
    }

    private ActionTypeDeclaration scan(String account) {
        return get("Test", "ThirdParty", "Scan", account);
    }

    private void update(ActionTypeDeclaration declaration, String account) {
        new UpdateActionType(shop.database, BUILT_IN).run(
                UpdateActionTypeRequest.builder().actionType(declaration).build(),
                shop.request(account, Workshop.REGION));
    }

    private void update(ActionTypeDeclaration declaration) {
        update(declaration, Workshop.ACCOUNT);
    }

    private static ActionTypeDeclaration read(String json) {
        return ActionTypeDeclarations.wire(ActionTypeDeclarations.read(JsonMapper.shared().readTree(json)));
    }

    @Test
    void what_update_is_given_is_what_get_answers() {
        var workers = read("""
                {"id": {"category": "Test", "owner": "ThirdParty", "provider": "Scan", "version": "1"},
                 "description": "Deeper",
                 "executor": {"type": "JobWorker", "jobTimeout": 3600, "policyStatementsTemplate": "{}",
                    "configuration": {"jobWorkerExecutorConfiguration": {
                       "pollingAccounts": ["111122223333"], "pollingServicePrincipals": ["scan.example.com"]}}},
                 "permissions": {"allowedAccounts": ["*"]},
                 "inputArtifactDetails": {"minimumCount": 0, "maximumCount": 2},
                 "outputArtifactDetails": {"minimumCount": 0, "maximumCount": 0},
                 "properties": [
                    {"name": "Password", "optional": true, "key": false, "noEcho": true, "queryable": false,
                     "description": "To get in"}],
                 "urls": {"configurationUrl": "https://scan.example/setup",
                    "entityUrlTemplate": "https://scan.example/e", "executionUrlTemplate": "https://scan.example/x",
                    "revisionUrlTemplate": "https://scan.example/r"}}""");
        update(workers);
        assertThat(scan(Workshop.ACCOUNT)).isEqualTo(workers);

        var function = workers.toBuilder()
                .permissions(it -> it.allowedAccounts(ELSEWHERE, Workshop.ACCOUNT))
                .executor(executor -> executor.type("Lambda")
                        .configuration(it -> it.lambdaExecutorConfiguration(
                                lambda -> lambda.lambdaFunctionArn(FUNCTION))))
                .build();
        update(function);
        assertThat(scan(Workshop.ACCOUNT)).isEqualTo(function);
        update(function);
        assertThat(scan(Workshop.ACCOUNT)).isEqualTo(function);
    }

    @Test
    void a_built_in_type_is_told_as_one_of_workers_whom_nobody_can_join() {
        var manual = get("Approval", "AWS", "Manual", ELSEWHERE);
        assertThat(manual.id().provider()).isEqualTo("Manual");
        assertThat(manual.executor().typeAsString()).isEqualTo("JobWorker");
        assertThat(manual.executor().configuration().jobWorkerExecutorConfiguration().hasPollingAccounts()).isFalse();
        assertThat(manual.permissions().allowedAccounts()).containsExactly("*");
        assertThat(manual.properties()).extracting(it -> it.name()).contains("NotificationArn");
        assertThat(manual.inputArtifactDetails().maximumCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"Test, ThirdParty, Nothing", "Build, AWS, CodeBuild", "Test, AWS, Scan", "Deploy, ThirdParty, Scan"})
    void a_type_that_is_not_there_is_not_found(String category, String owner, String provider) {
        refused("ActionTypeNotFoundException", () -> get(category, owner, provider, Workshop.ACCOUNT))
                .hasMessageContaining(category + "/" + owner + "/" + provider + "/1");
        refused("ActionTypeNotFoundException", () -> update(scan(Workshop.ACCOUNT).toBuilder()
                .id(it -> it.category(category).owner(owner).provider(provider).version("1"))
                .build()));
    }

    @Test
    void a_type_is_told_to_those_who_may_use_it_and_changed_by_who_brought_it() {
        refused("ActionTypeNotFoundException", () -> scan(ELSEWHERE));
        partners.change(ActionTypeExecutor.JOB_WORKER, ELSEWHERE);
        var seen = scan(ELSEWHERE);
        assertThat(seen).isEqualTo(scan(Workshop.ACCOUNT));
        refused("ActionTypeNotFoundException", () -> update(seen, ELSEWHERE));
    }

    @Test
    void the_type_of_a_removed_partner_is_not_found() {
        var before = scan(Workshop.ACCOUNT);
        partners.removeScanners();
        refused("ActionTypeNotFoundException", () -> scan(Workshop.ACCOUNT));
        refused("ActionTypeNotFoundException", () -> update(before));
    }

    @Test
    void a_built_in_type_cannot_be_changed() {
        var manual = get("Approval", "AWS", "Manual", Workshop.ACCOUNT);
        refused("RequestFailedException", () -> update(manual)).hasMessageContaining("Approval/AWS/Manual/1");
    }

    @Test
    void a_secret_property_stays_one() {
        var before = scan(Workshop.ACCOUNT);
        var told = before.toBuilder()
                .properties(before.properties().stream()
                        .map(it -> it.toBuilder().noEcho(false).build())
                        .toList())
                .build();
        refused("RequestFailedException", () -> update(told)).hasMessageContaining("'Password'");
        refused("RequestFailedException", () -> update(before.toBuilder()
                .properties(before.properties().subList(0, 1))
                .build()));
        assertThat(scan(Workshop.ACCOUNT)).isEqualTo(before);
    }

    @Test
    void an_executor_is_configured_as_what_it_is() {
        var before = scan(Workshop.ACCOUNT);
        refused("ValidationException", () -> update(before.toBuilder()
                .executor(it -> it.type("Lambda").configuration(none -> {}))
                .build()));
        refused("ValidationException", () -> update(before.toBuilder()
                .executor(it -> it.type("JobWorker").configuration(both -> both
                        .lambdaExecutorConfiguration(lambda -> lambda.lambdaFunctionArn(FUNCTION))))
                .build()));
        refused("ValidationException", () -> update(before.toBuilder()
                        .executor(it -> it.type("Lambda").configuration(both -> both
                                .lambdaExecutorConfiguration(lambda -> lambda.lambdaFunctionArn(
                                        "arn:aws:lambda:evil.example/?:999988887777:function:scan"))))
                        .build()))
                .hasMessageContaining("is not the ARN of a function");
        refused("ValidationException", () -> update(before.toBuilder()
                .inputArtifactDetails(it -> it.minimumCount(2).maximumCount(1))
                .build()));
        assertThat(scan(Workshop.ACCOUNT)).isEqualTo(before);
    }

    @Test
    void types_of_partners_are_listed_to_those_who_may_use_them() {
        assertThat(listed(Workshop.ACCOUNT, "ThirdParty")).containsExactly("Polish", "Scan");
        assertThat(listed(ELSEWHERE, "ThirdParty")).isEmpty();
        partners.change(ActionTypeExecutor.JOB_WORKER, ELSEWHERE);
        assertThat(listed(ELSEWHERE, "ThirdParty")).containsExactly("Scan");
        assertThat(listed(Workshop.ACCOUNT, "ThirdParty")).containsExactly("Polish");
        assertThat(listed(ELSEWHERE, null)).containsExactly("Manual", "Scan");
    }

    private List<String> listed(String account, String owner) {
        var pages = new PageTokens("a key of exactly thirty-two byte".getBytes(StandardCharsets.US_ASCII));
        return new ListActionTypes(shop.database, BUILT_IN, pages)
                .run(
                        ListActionTypesRequest.builder().actionOwnerFilter(owner).build(),
                        shop.request(account, Workshop.REGION))
                .actionTypes()
                .stream()
                .map(type -> type.id().provider())
                .toList();
    }

    private static Pipeline with(Action action) {
        return Workshop.pipeline(
                ExecutionMode.SUPERSEDED, Workshop.get(), Workshop.stage("Build", action));
    }

    private void check(Pipeline pipeline) {
        var check = new DefinitionCheck(shop.database, new Catalog(BUILT_IN));
        shop.database.read(tables -> {
            check.refuseWrong(pipeline, tables, Workshop.PIPELINE);
            return null;
        });
    }

    @Test
    void pipelines_of_allowed_accounts_may_have_the_type_and_others_may_not() throws Fault {
        check(with(Partnership.scan()));
        partners.change(ActionTypeExecutor.JOB_WORKER, ELSEWHERE);
        refused("InvalidActionDeclarationException", () -> check(with(Partnership.scan())))
                .hasMessageContaining("'Scan'").hasMessageContaining("is not available in region");
        partners.change(ActionTypeExecutor.JOB_WORKER, ELSEWHERE, "*");
        check(with(Partnership.scan()));
    }

    @Test
    void the_declaration_is_what_pipelines_are_held_to() {
        refused("InvalidActionDeclarationException", () -> check(with(Workshop.action(
                        "Make", SCAN, Map.of("Projekt", "till"), List.of("Code"), List.of("Report"), null))))
                .hasMessageContaining("missing required configuration 'Project'");
        refused("InvalidActionDeclarationException", () -> check(with(Workshop.action(
                "Make", SCAN, Map.of("Project", "till"), List.of("Code"), List.of("One", "Two"), null))));
    }

    @Test
    void secrets_stay_masked_when_nobody_may_use_the_type_any_more() {
        var check = new DefinitionCheck(shop.database, new Catalog(BUILT_IN));
        var pipeline = with(Partnership.scan());
        partners.change(ActionTypeExecutor.JOB_WORKER, ELSEWHERE);
        assertThat(check.masked(pipeline, Workshop.PIPELINE).toString()).doesNotContain("open sesame");
        partners.removeScanners();
        assertThat(check.masked(pipeline, Workshop.PIPELINE).toString()).doesNotContain("open sesame");
    }

    @Test
    void secrets_stay_masked_when_their_custom_type_is_deleted() {
        var check = new DefinitionCheck(shop.database, new Catalog(BUILT_IN));
        new DeleteCustomActionType(shop.database).run(
                DeleteCustomActionTypeRequest.builder().category("Build").provider("Bench").version("2").build(),
                shop.request());
        assertThat(check.masked(with(Workshop.make("Make")), Workshop.PIPELINE).toString())
                .contains("till").doesNotContain("open sesame");
    }
}
