package dev.pipewright.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.iam.policy.Policy;
import dev.pipewright.wire.Access;
import dev.pipewright.wire.Context;
import dev.pipewright.wire.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policies in docs/iam.md do what the text before them says. */
class IamDocTest {
    private static final String ACCOUNT = "000000000000";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | codepipeline:GetPipelineState       | arn:aws:codepipeline:eu-west-1:000000000000:any | | ALLOWED
            0 | codepipeline:ListPipelines          | * | | ALLOWED
            0 | logs:GetLogEvents                   | arn:aws:logs:eu-west-1:000000000000:log-group:/x:log-stream:y | | ALLOWED
            0 | codecommit:GitPull                  | arn:aws:codecommit:eu-west-1:000000000000:web | | ALLOWED
            0 | codecommit:GitPush                  | arn:aws:codecommit:eu-west-1:000000000000:web | | NOT_ALLOWED
            0 | codepipeline:StartPipelineExecution | arn:aws:codepipeline:eu-west-1:000000000000:web | | ALLOWED
            0 | codepipeline:StartPipelineExecution | arn:aws:codepipeline:eu-west-1:000000000000:api | | NOT_ALLOWED
            0 | codepipeline:StopPipelineExecution  | arn:aws:codepipeline:eu-west-1:000000000000:web | | NOT_ALLOWED
            0 | codepipeline:PutApprovalResult      | arn:aws:codepipeline:eu-west-1:000000000000:web/Deploy/Approve | | ALLOWED
            0 | codepipeline:PutApprovalResult      | arn:aws:codepipeline:eu-west-1:000000000000:web/Deploy/Other | | NOT_ALLOWED
            0 | codepipeline:GetJobDetails          | * | | DENIED
            1 | codecommit:GitPush                  | arn:aws:codecommit:eu-west-1:000000000000:web | aws:sourceip=203.0.113.9 | ALLOWED
            1 | codecommit:GitPush                  | arn:aws:codecommit:eu-west-1:000000000000:web | aws:sourceip=198.51.100.9 | NOT_ALLOWED
            1 | codecommit:GitPush                  | arn:aws:codecommit:eu-west-1:000000000000:api | aws:sourceip=203.0.113.9 | NOT_ALLOWED
            1 | s3:PutObject                        | arn:aws:s3:::builds/web/1.zip | aws:sourceip=2001:db8::7 | ALLOWED
            1 | s3:GetObject                        | arn:aws:s3:::builds/web/1.zip | aws:sourceip=2001:db8::7 | NOT_ALLOWED
            2 | codepipeline:PollForJobs            | arn:aws:codepipeline:eu-west-1:000000000000:actiontype:Custom/Build/Bench/1 | | ALLOWED
            2 | codepipeline:PollForJobs            | arn:aws:codepipeline:eu-west-1:000000000000:actiontype:Custom/Build/Bench/2 | | NOT_ALLOWED
            2 | codepipeline:PutJobSuccessResult    | * | | ALLOWED
            2 | codepipeline:GetPipeline            | arn:aws:codepipeline:eu-west-1:000000000000:web | | NOT_ALLOWED
            3 | codepipeline:CreatePipeline         | arn:aws:codepipeline:eu-west-1:000000000000:web | aws:requesttag/owner=ada | ALLOWED
            3 | codepipeline:CreatePipeline         | arn:aws:codepipeline:eu-west-1:000000000000:web | aws:requesttag/owner=bob | NOT_ALLOWED
            3 | codepipeline:CreatePipeline         | arn:aws:codepipeline:eu-west-1:000000000000:web | | NOT_ALLOWED
            3 | codepipeline:DeletePipeline         | arn:aws:codepipeline:eu-west-1:000000000000:web | aws:resourcetag/owner=ada | ALLOWED
            3 | codepipeline:DeletePipeline         | arn:aws:codepipeline:eu-west-1:000000000000:web | aws:resourcetag/owner=bob | NOT_ALLOWED
            3 | codepipeline:TagResource            | arn:aws:codepipeline:eu-west-1:000000000000:web | aws:resourcetag/owner=ada | DENIED
            3 | codepipeline:GetPipeline            | arn:aws:codepipeline:eu-west-1:111111111111:web | aws:resourcetag/owner=ada | OF_ANOTHER_ACCOUNT
            """)
    void the_examples_do_what_they_say(int example, String action, String resource, String known, Verdict verdict)
            throws IOException {
        var arn = "arn:aws:iam::" + ACCOUNT + ":user/ada";
        var grants = new UserGrants(ACCOUNT, "ada", arn, "AIDA1", List.of(Policy.parse(examples().get(example))));
        var pair = known == null ? null : known.split("=");
        var context = pair == null ? Context.NONE : Context.of(Map.of(pair[0], pair[1]));
        assertThat(grants.decide(new Access(action, resource, context))).isEqualTo(verdict);
    }

    private static List<String> examples() throws IOException {
        return Pattern.compile("```json\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/iam.md")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
