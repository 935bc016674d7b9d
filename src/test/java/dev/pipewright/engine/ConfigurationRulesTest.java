package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.approval;
import static dev.pipewright.engine.Definition.deploy;
import static dev.pipewright.engine.Definition.pipeline;
import static dev.pipewright.engine.Definition.stage;
import static dev.pipewright.engine.Examination.SOURCE;
import static dev.pipewright.engine.Examination.accepted;
import static dev.pipewright.engine.Examination.forge;
import static dev.pipewright.engine.Examination.refused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationRulesTest {
    @Test
    void required_keys_are_there() {
        refused(
                pipeline(SOURCE, stage("Deploy", deploy("ship").reads("app").without("BucketName"))),
                Problem.action(
                        "Action configuration for action 'ship' is missing required configuration 'BucketName'"));
    }

    @Test
    void an_absent_configuration_lacks_what_is_required() {
        refused(
                pipeline(SOURCE, stage("Go", forge())),
                Problem.action("Action configuration for action 'forge' is missing required configuration "
                        + "'Project'"));
    }

    @Test
    void unknown_keys_are_refused() {
        refused(
                pipeline(SOURCE, stage("Deploy", deploy("ship").reads("app").with("Bukket", "site"))),
                Problem.action("Action configuration for action 'ship' contains unknown configuration 'Bukket'"));
    }

    @Test
    void values_are_not_empty() {
        refused(
                pipeline(SOURCE, stage("Deploy", deploy("ship").reads("app").with("Extract", ""))),
                Problem.action(
                        "Action configuration for action 'ship' contains an empty value for configuration "
                                + "'Extract'"));
    }

    @Test
    void values_are_not_null() {
        refused(
                pipeline(SOURCE, stage("Deploy", deploy("ship").reads("app").with("Extract", null))),
                Problem.action(
                        "Action configuration for action 'ship' contains an empty value for configuration "
                                + "'Extract'"));
    }

    @Test
    void the_mask_is_no_secret() {
        refused(
                pipeline(SOURCE, stage("Go", forge().with("Project", "****").with("Token", "****"))),
                Problem.action(
                        "Action configuration for the new action \"forge\" contains an invalid configuration for "
                                + "the secret property \"Token\". \"****\" may be used in secret properties only "
                                + "when updating an existing action."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://here/1", "HTTPS://here", "https://here/#{Src.VersionId} ", "#{Src.Url}"})
    void an_external_link_leads_to_the_web(String link) {
        accepted(pipeline(SOURCE, stage("Go", approval("ok").with("ExternalEntityLink", link))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "here", "ftp://here", "https://a b", " https://x", "java#{Src.A}"})
    void an_external_link_leads_nowhere_else(String link) {
        refused(
                pipeline(SOURCE, stage("Go", approval("ok").with("ExternalEntityLink", link))),
                Problem.action(
                        "Action configuration for action 'ok' contains an invalid ExternalEntityLink '%s'. It "
                                + "must be a URL that begins with http:// or https://",
                        link));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "topic",
                "arn:aws:sqs:us-east-1:123456789012:queue",
                "arn:aws:sns:eu-west-1:123456789012:topic",
                "arn:aws:sns:us-east-1:1234:topic",
            })
    void a_notification_goes_to_a_topic_of_the_region(String arn) {
        refused(
                pipeline(SOURCE, stage("Go", approval("ok").with("NotificationArn", arn))),
                Problem.action(
                        "Action configuration for action 'ok' contains an invalid NotificationArn '%s'. It must "
                                + "be the ARN of an SNS topic in region 'us-east-1'",
                        arn));
    }

    @Test
    void a_topic_of_the_region_may_be_notified() {
        accepted(pipeline(
                SOURCE,
                stage("Go", approval("ok").with("NotificationArn", "arn:aws:sns:us-east-1:123456789012:ask"))));
    }

    @Test
    void a_long_value_does_not_make_a_long_sentence() {
        refused(
                pipeline(SOURCE, stage("Go", approval("ok").with("ExternalEntityLink", "x".repeat(50_000)))),
                Problem.action(
                        "Action configuration for action 'ok' contains an invalid ExternalEntityLink '%s'. It must "
                                + "be a URL that begins with http:// or https://",
                        "x".repeat(200) + "..."));
    }
}
