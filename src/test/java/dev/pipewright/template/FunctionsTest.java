package dev.pipewright.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the functions of templates give. */
final class FunctionsTest {
    private static final String TEMPLATE = """
            Parameters:
              Stage: {Type: String, Default: test, AllowedValues: [test, live]}
              Names: {Type: CommaDelimitedList, Default: 'a, b,c'}
              Number: {Type: Number, Default: 7}
              Needed: {Type: String}
              Token: {Type: String, NoEcho: true, Default: hunter2}
              Stored: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /a/b}
            Mappings:
              Sizes:
                test: {size: small, list: [x, y]}
                live: {size: large}
            Conditions:
              IsLive: !Equals [!Ref Stage, live]
              IsTest: !Not [!Condition IsLive]
              Both: !And [!Condition IsLive, !Condition IsTest]
              Either: !Or [!Condition IsLive, !Condition IsTest]
              Round: !Not [!Condition Round]
            Resources:
              Bucket: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub '${Stage}-bucket'}}
              Plain: {Type: 'AWS::S3::Bucket'}
              Role: {Type: 'AWS::IAM::Role', Properties: {Path: /service/}}
              Key: {Type: 'AWS::KMS::Key'}
              Topic: {Type: 'AWS::SNS::Topic'}
              Link: {Type: 'AWS::CodeConnections::Connection'}
              One: {Type: 'AWS::IAM::Role', Properties: {RoleName: !Ref Two}}
              Two: {Type: 'AWS::IAM::Role', Properties: {RoleName: !Ref One}}
              P:
                Type: AWS::CodePipeline::Pipeline
                Properties:
                  Name: %s
            """;

    private static final String TOO_LONG =
            "The functions make a text of more than 200000 characters here, or of more than 20000000 in all.";

    @TempDir
    private Path folder;

    private List<Finding> findings;

    private Node name(String value, Given given) throws Exception {
        var file = Files.writeString(folder.resolve("my.stack.yaml"), TEMPLATE.formatted(value));
        var hidden = new Hidden();
        var found = new Findings("t", hidden);
        var root = (Node.Mapping) Document.read(file, found);
        var known = new KnownResources("my", "eu-west-1", "000000000000");
        var declared = new Template(root, known, given, hidden, found).declared();
        findings = found.all();
        return declared.getFirst().input().find(List.of("pipeline", "name")).orElseThrow();
    }

    private String value(String value) throws Exception {
        var node = name(value, Given.nothing());
        assertThat(findings).isEmpty();
        return node.json().toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            !Ref Stage                                           | "test"
            {Ref: Stage}                                         | "test"
            !Ref Number                                          | "7"
            !Sub '${Stage}-${AWS::Region}-${!Kept}-#{a.b}'       | "test-eu-west-1-${Kept}-#{a.b}"
            !Sub ['${x}/${Stage}', {x: !Ref AWS::AccountId}]     | "000000000000/test"
            !Sub '${Bucket.Arn}/*'                               | "arn:aws:s3:::test-bucket/*"
            !Join ['-', [a, !Ref Stage, 1]]                      | "a-test-1"
            !Join ['', ['arn:', !Ref AWS::Partition, ':x']]      | "arn:aws:x"
            !Join [',', !Ref Names]                              | "a,b,c"
            !Join ['', ['', x]]                                  | "x"
            !Join ['-', ['', x]]                                 | "-x"
            !Select [1, !Ref Names]                              | "b"
            !Select ['2', !Split [':', 'a:b:c']]                 | "c"
            !If [IsLive, l, !If [IsTest, t, n]]                  | "t"
            !If [Both, b, !If [Either, e, n]]                    | "e"
            !FindInMap [Sizes, !Ref Stage, size]                 | "small"
            !Select [1, !FindInMap [Sizes, test, list]]          | "y"
            !FindInMap [Sizes, none, size, {DefaultValue: d}]    | "d"
            !Base64 hi                                           | "aGk="
            !Ref Bucket                                          | "test-bucket"
            !Ref Plain                                           | "my-plain"
            !GetAtt Plain.Arn                                    | "arn:aws:s3:::my-plain"
            {'Fn::GetAtt': [Role, Arn]}                          | "arn:aws:iam::000000000000:role/service/my-Role"
            !Ref Topic                                           | "arn:aws:sns:eu-west-1:000000000000:my-Topic"
            !Ref AWS::StackName                                  | "my"
            """)
    void functions_give_what_cloudformation_gives(String call, String expected) throws Exception {
        assertThat(value(call)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            !Ref Nothing                   | The template has no parameter or resource 'Nothing'.
            !Ref Needed                    | The parameter 'Needed' has no value and no default; give it with --parameter 'Needed=VALUE'.
            !Ref Stored                    | The value of the parameter 'Stored' is in the Parameter Store, which is not asked; give it with --parameter 'Stored=VALUE'.
            !Ref Link                      | What 'Link' of type 'AWS::CodeConnections::Connection' will be is not known here; give it with --resource 'Link=VALUE'.
            !GetAtt Key.Colour             | What 'Key.Colour' of type 'AWS::KMS::Key' will be is not known here; give it with --resource 'Key.Colour=VALUE'.
            !Ref One                       | The resource 'One' is named after itself.
            !ImportValue net               | What another stack exports as 'net' is not known here; give it with --import 'net=VALUE'.
            !If [None, a, b]               | The template has no condition 'None'.
            !FindInMap [Sizes, x, size]    | The Mappings have no value for these keys of Fn::FindInMap.
            !Select [9, !Ref Names]        | Fn::Select must have an index and a list that has so many elements.
            !Join [x]                      | Fn::Join must have a delimiter and a list.
            !Sub {a: b}                    | Fn::Sub must have a text, or a list of a text and an object of its variables.
            !Cidr [a, b]                   | The function Fn::Cidr is not carried out here.
            !Sub '${Nothing.Arn}'          | The template has no parameter or resource 'Nothing'.
            '{{resolve:ssm:/a/b}}'         | The dynamic reference '{{resolve:ssm:/a/b}}' cannot be looked up here; give its value in References of a file for --values.
            """)
    void what_cannot_be_known_is_said_once_and_stands_for_no_value(String call, String sentence) throws Exception {
        assertThat(name(call, Given.nothing())).isInstanceOf(Node.Unknown.class);
        assertThat(findings).extracting(Finding::sentence).containsExactly(sentence);
    }

    @Test
    void what_is_given_beside_the_template_is_taken() throws Exception {
        var given = new Given(
                Map.of("Needed", "n", "Stored", "s", "Stage", "live"), Map.of("Link", "l", "Key.Colour", "red"),
                Map.of("net", "i"), Map.of("resolve:ssm:/a/b", "d"), null);
        var call = "!Join ['/', [!Ref Needed, !Ref Stored, !Ref Stage, !Ref Link, !GetAtt Key.Colour,"
                + " !ImportValue net, '{{resolve:ssm:/a/b}}']]";
        assertThat(name(call, given).json().stringValue()).isEqualTo("n/s/live/l/red/i/d");
        assertThat(findings).isEmpty();
    }

    @Test
    void a_parameter_has_one_of_its_allowed_values() throws Exception {
        name("!Ref Stage", new Given(Map.of("Stage", "prod"), Map.of(), Map.of(), Map.of(), null));
        assertThat(findings).extracting(Finding::sentence).containsExactly(
                "The parameter 'Stage' is 'prod', which is none of its AllowedValues [test, live].");
    }

    @Test
    void a_condition_that_comes_back_to_itself_is_not_decided() throws Exception {
        assertThat(name("!If [Round, a, b]", Given.nothing())).isInstanceOf(Node.Unknown.class);
    }

    @Test
    void values_of_parameters_with_no_echo_are_in_no_sentence() throws Exception {
        name("!Join ['', [!Ref Token, !Ref 'hunter2']]", Given.nothing());
        assertThat(findings).extracting(Finding::sentence)
                .containsExactly("The template has no parameter or resource '****'.");
    }

    @Test
    void names_that_are_made_of_names_have_an_end() throws Exception {
        var text = new StringBuilder("Conditions:\n");
        for (int i = 0; i < 5000; i++) text.append("  C%d: !Not [!Condition C%d]\n".formatted(i, i + 1));
        text.append("Resources:\n  P: {Type: 'AWS::CodePipeline::Pipeline', Condition: C0,"
                + " Properties: {Name: !Ref R0}}\n");
        for (int i = 0; i < 5000; i++) {
            text.append("  R%d: {Type: 'AWS::IAM::Role', Properties: {RoleName: !Ref R%d}}\n".formatted(i, i + 1));
        }
        var hidden = new Hidden();
        var found = new Findings("t", hidden);
        var root = (Node.Mapping) Document.parse(text.toString(), "t.yaml", found);
        new Template(root, new KnownResources("s", "eu-west-1", "0"), Given.nothing(), hidden, found).declared();
        assertThat(found.all()).extracting(Finding::sentence).containsExactlyInAnyOrder(
                "More than 100 conditions are made of each other here.",
                "More than 100 resources are named after each other here.");
    }

    @Test
    void many_long_texts_come_to_an_end() throws Exception {
        var call = "!Select [0, ["
                + "!Sub ['${a}${a}${a}${a}', {a: %s}],".formatted("x".repeat(20_000)).repeat(300) + "]]";
        name(call, Given.nothing());
        assertThat(findings).isNotEmpty().extracting(Finding::sentence).containsOnly(TOO_LONG);
    }

    @Test
    void texts_that_double_again_and_again_come_to_an_end() throws Exception {
        var call = "x".repeat(100);
        for (int i = 0; i < 25; i++) {
            call = "!Sub ['${a}${a}${a}${a}', {a: %s}]".formatted(call);
        }
        assertThat(name(call, Given.nothing())).isInstanceOf(Node.Unknown.class);
        assertThat(findings).extracting(Finding::sentence)
                .containsExactly(TOO_LONG);
    }
}
