package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.commands;
import static dev.pipewright.engine.Definition.deploy;
import static dev.pipewright.engine.Definition.stage;
import static dev.pipewright.engine.Examination.SOURCE;
import static dev.pipewright.engine.Examination.check;
import static dev.pipewright.engine.Examination.v2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.Condition;
import dev.pipewright.model.ConditionResult;
import dev.pipewright.model.Conditions;
import dev.pipewright.model.InputArtifact;
import dev.pipewright.model.OnFailure;
import dev.pipewright.model.Part;
import dev.pipewright.model.Rule;
import dev.pipewright.model.Stage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RuleRulesTest {
    private static final Stage MAKE = stage(
            "Make",
            commands("build", "make").reads("app").writes("site").leaves("VERSION").namespace("Built"),
            deploy("ship").reads("site").runOrder(2));

    private static Stage with(Part part, ConditionResult result, Rule... rules) {
        return with(part, List.of(new Condition(result, List.of(rules))));
    }

    private static Stage with(Part part, List<Condition> conditions) {
        var both = new Conditions(conditions);
        return new Stage(
                MAKE.name(), null, MAKE.actions(),
                part == Part.ON_FAILURE ? new OnFailure(null, null, conditions) : null,
                part == Part.ON_SUCCESS ? both : null,
                part == Part.BEFORE_ENTRY ? both : null);
    }

    private static List<Problem> problems(Stage stage) {
        var draft = Draft.of(v2(SOURCE, stage), Catalogs.CATALOG, "us-east-1");
        return Stream.concat(RuleRules.problems(draft), ReferenceRules.problems(draft))
                .map(Examination::withoutPlace)
                .toList();
    }

    private static void refused(Stage stage, String... sentences) {
        assertThat(problems(stage))
                .containsExactly(Arrays.stream(sentences).map(Problem::structure).toArray(Problem[]::new));
    }

    private static Rule changed(Rule rule, String key, String value) {
        var configuration = new HashMap<>(rule.configuration());
        if (value == null) {
            configuration.remove(key);
        } else {
            configuration.put(key, value);
        }
        return new Rule(
                rule.name(), rule.ruleTypeId(), configuration, rule.commands(), rule.inputArtifacts(), null, null,
                null);
    }

    private static Rule of(String provider, List<String> commands, String... inputs) {
        return new Rule(
                "Ask",
                new ActionTypeId(ActionCategory.Rule, ActionOwner.AWS, provider, "1"),
                null,
                commands,
                Arrays.stream(inputs).map(InputArtifact::new).toList(),
                null,
                null,
                null);
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_ENTRY", "ON_SUCCESS", "ON_FAILURE"})
    void a_condition_of_good_rules_is_accepted_in_every_place(Part part) {
        var result = part == Part.ON_FAILURE ? ConditionResult.ROLLBACK : ConditionResult.FAIL;
        assertThat(problems(with(part, result, check("One"), of("Commands", List.of("true"), "app")))).isEmpty();
    }

    @Test
    void there_is_exactly_one_condition_in_a_place() {
        refused(with(Part.BEFORE_ENTRY, List.of()),
                "Stage 'Make' has 0 conditions in beforeEntry. There must be exactly one");
        var condition = new Condition(ConditionResult.ROLLBACK, List.of(check("One")));
        refused(with(Part.ON_FAILURE, List.of(condition, condition)),
                "Stage 'Make' has 2 conditions in onFailure. There must be exactly one");
    }

    @Test
    void a_condition_has_one_to_five_rules() {
        refused(with(Part.ON_SUCCESS, ConditionResult.FAIL),
                "Stage 'Make' has a condition with 0 rules in onSuccess. The number of rules must be between 1 and 5");
        var six = Stream.of("A", "B", "C", "D", "E", "F").map(Examination::check).toArray(Rule[]::new);
        refused(with(Part.ON_SUCCESS, ConditionResult.FAIL, six),
                "Stage 'Make' has a condition with 6 rules in onSuccess. The number of rules must be between 1 and 5");
    }

    @Test
    void rules_of_a_condition_have_different_names() {
        refused(with(Part.BEFORE_ENTRY, ConditionResult.FAIL, check("Same"), check("Same")),
                "Rule names must be unique within a condition. Stage 'Make' has more than one rule 'Same' in "
                        + "beforeEntry");
    }

    @Test
    void a_condition_says_what_follows() {
        refused(with(Part.BEFORE_ENTRY, null, check("One")),
                "Stage 'Make' has a condition in beforeEntry without a result");
        refused(with(Part.ON_FAILURE, null, check("One")),
                "Stage 'Make' has a condition in onFailure without a result");
    }

    @Test
    void a_condition_does_not_retry() {
        refused(with(Part.ON_FAILURE, ConditionResult.RETRY, check("One")),
                "Stage 'Make' has a condition with the result RETRY in onFailure. Only onFailure itself can have that "
                        + "result, without conditions");
    }

    @Test
    void only_two_providers_can_skip() {
        assertThat(problems(with(Part.BEFORE_ENTRY, ConditionResult.SKIP, check("One")))).isEmpty();
        refused(with(Part.BEFORE_ENTRY, ConditionResult.SKIP, of("Commands", List.of("true"))),
                "The result SKIP cannot be used with the provider Commands of rule 'Ask' in beforeEntry of stage "
                        + "'Make'. It can only be used with LambdaInvoke and VariableCheck");
    }

    @Test
    void a_rule_type_that_is_not_there_is_named() {
        refused(with(Part.BEFORE_ENTRY, ConditionResult.FAIL, of("Oracle", null)),
                "RuleType (Category: 'Rule', Provider: 'Oracle', Owner: 'AWS', Version: '1') in rule 'Ask' in "
                        + "beforeEntry of stage 'Make' is not available in region 'US_EAST_1'");
    }

    @Test
    void owner_and_version_of_a_rule_type_go_without_saying() {
        var short_ = new Rule(
                "One", new ActionTypeId(ActionCategory.Rule, null, "VariableCheck", null),
                check("One").configuration(), null, null, null, null, null);
        assertThat(problems(with(Part.BEFORE_ENTRY, ConditionResult.FAIL, short_))).isEmpty();
        var kept = Definitions.completed(v2(SOURCE, with(Part.BEFORE_ENTRY, ConditionResult.FAIL, short_)), 1);
        var rule = kept.stages().get(1).condition(Part.BEFORE_ENTRY).orElseThrow().rules().getFirst();
        assertThat(rule.ruleTypeId()).hasToString("Rule/AWS/VariableCheck/1");
        assertThat(rule.inputArtifacts()).isEmpty();
    }

    @Test
    void an_action_cannot_be_of_a_rule_type() {
        var id = new ActionTypeId(ActionCategory.Rule, ActionOwner.AWS, "VariableCheck", "1");
        assertThat(Catalogs.CATALOG.find(id)).isEmpty();
        assertThat(Catalogs.CATALOG.available()).extracting(type -> type.id().category())
                .doesNotContain(ActionCategory.Rule);
        assertThat(Catalogs.CATALOG.rules()).extracting(type -> type.id().provider())
                .containsExactly("Commands", "VariableCheck");
    }

    @Test
    void configuration_has_what_the_type_requires_and_nothing_else() {
        var rule = changed(changed(changed(check("One"), "Value", null), "Colour", "red"), "Variable", "");
        assertThat(problems(with(Part.BEFORE_ENTRY, ConditionResult.FAIL, rule)))
                .containsExactlyInAnyOrder(
                        Problem.structure("Rule configuration for rule 'One' in beforeEntry of stage 'Make' is missing "
                                + "required configuration 'Value'"),
                        Problem.structure("Rule configuration for rule 'One' in beforeEntry of stage 'Make' contains "
                                + "unknown configuration 'Colour'"),
                        Problem.structure("Rule configuration for rule 'One' in beforeEntry of stage 'Make' contains "
                                + "an empty value for configuration 'Variable'"));
    }

    @Test
    void literal_values_are_looked_at_and_references_are_not() {
        refused(with(Part.BEFORE_ENTRY, ConditionResult.FAIL, changed(check("One"), "Operator", "LIKE")),
                "Rule configuration for rule 'One' in beforeEntry of stage 'Make' is invalid. The Operator of "
                        + "VariableCheck is not EQ.");
        var later = changed(check("One"), "Operator", "#{variables.TARGET}");
        assertThat(problems(with(Part.BEFORE_ENTRY, ConditionResult.FAIL, later))).isEmpty();
    }

    @Test
    void commands_are_for_the_commands_rule_which_must_have_some() {
        refused(with(Part.BEFORE_ENTRY, ConditionResult.FAIL, of("Commands", List.of())),
                "The rule 'Ask' in beforeEntry of stage 'Make' must have a non-empty commands field");
        var one = check("One");
        var chatty = new Rule(
                "One", one.ruleTypeId(), one.configuration(), List.of("true"), null, null, null, null);
        refused(with(Part.ON_SUCCESS, ConditionResult.FAIL, chatty),
                "The rule 'One' in onSuccess of stage 'Make' gives commands. Only rules with the Commands provider can "
                        + "have them");
    }

    @Test
    void a_rule_reads_no_more_artifacts_than_its_type_takes() {
        refused(with(Part.ON_SUCCESS, ConditionResult.FAIL, of("Commands", List.of("true"), "app", "site")),
                "The rule 'Ask' in onSuccess of stage 'Make' declares 2 input artifacts. The number must be between 0 "
                        + "and 1");
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_ENTRY", "ON_FAILURE"})
    void an_artifact_of_the_own_stage_is_surely_there_only_after_its_success(Part part) {
        var rule = of("Commands", List.of("true"), "site");
        assertThat(problems(with(Part.ON_SUCCESS, ConditionResult.FAIL, rule))).isEmpty();
        refused(with(part, part == Part.ON_FAILURE ? ConditionResult.ROLLBACK : ConditionResult.FAIL, rule),
                "Input Artifact Bundle site in rule 'Ask' in %s of stage 'Make' is not declared as Output Artifact "
                                .formatted(PlacedRule.member(part))
                        + "Bundle in any of the preceding actions");
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_ENTRY", "ON_FAILURE"})
    void a_variable_of_the_own_stage_surely_has_a_value_only_after_its_success(Part part) {
        var rule = changed(check("One"), "Variable", "#{Built.VERSION}");
        assertThat(problems(with(Part.ON_SUCCESS, ConditionResult.FAIL, rule))).isEmpty();
        var result = part == Part.ON_FAILURE ? ConditionResult.ROLLBACK : ConditionResult.FAIL;
        assertThat(problems(with(part, result, rule)).getFirst().message())
                .contains("does not surely run before")
                .endsWith("StageName=[Make], RuleName=[One], RuleConfigurationKey=[Variable], "
                        + "VariableReferenceText=[Built.VERSION]");
    }

    @Test
    void references_in_commands_are_looked_at_too() {
        assertThat(problems(with(Part.BEFORE_ENTRY, ConditionResult.FAIL, of("Commands", List.of("echo #{Src.x}")))))
                .isEmpty();
        assertThat(problems(with(Part.BEFORE_ENTRY, ConditionResult.FAIL, of("Commands", List.of("echo #{a b}")))))
                .hasSize(1);
        assertThat(problems(with(Part.BEFORE_ENTRY, ConditionResult.FAIL, of("Commands", List.of("echo #{No.x}")))))
                .hasSize(1);
    }

    @Test
    void a_source_stage_has_nothing_before_its_entry() {
        var rule = changed(check("One"), "Variable", "#{Src.CommitId}");
        var source = new Stage(
                SOURCE.name(), null, SOURCE.actions(), null, null,
                new Conditions(List.of(new Condition(ConditionResult.FAIL, List.of(rule)))));
        var draft = Draft.of(v2(source, MAKE), Catalogs.CATALOG, "us-east-1");
        assertThat(ReferenceRules.problems(draft)).hasSize(1);
    }

    @Test
    void hostile_definitions_are_refused_without_a_fault() {
        var nothing = new Rule("X", new ActionTypeId(null, null, "%s#{", "%d"), null, null, null, null, null, null);
        var empty = new HashMap<String, String>();
        empty.put("Variable", null);
        empty.put("%n#{", "%s");
        var nulls = new Rule("%s", check("One").ruleTypeId(), empty, null, null, null, null, null);
        assertThat(problems(with(Part.BEFORE_ENTRY, ConditionResult.FAIL, nothing, nulls))).hasSizeGreaterThan(3);
        assertThat(problems(with(Part.BEFORE_ENTRY, List.of(new Condition(null, null))))).hasSize(2);
    }
}
