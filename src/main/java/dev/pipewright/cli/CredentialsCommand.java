package dev.pipewright.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "credentials",
        description = "Prints the variables that AWS clients read, to be used as: eval \"$(pipewright credentials)\"")
final class CredentialsCommand implements Callable<Integer> {
    // Each service's own variable beats the general one, so a leftover of another emulator would win over ours.
    private static final List<String> SERVICES =
            List.of("CODEPIPELINE", "CODECOMMIT", "S3", "STS", "CLOUDWATCH_LOGS");

    private final Terminal terminal;

    @Mixin
    private CommonOptions common;

    @Option(names = "--git", description = "Answers Git instead, which calls this as its credential helper.")
    private boolean git;

    @Parameters(index = "0", arity = "0..1", hidden = true, description = "What Git wants: get, store or erase.")
    private String wish;

    CredentialsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var credentials = common.credentials();
        var endpoint = common.endpoint();
        if (git) {
            var answer = "get".equals(wish)
                    ? GitCredentialHelper.answer(terminal.in(), endpoint, credentials)
                    : List.<String>of();
            answer.forEach(terminal.out()::println);
            return 0;
        }
        // A session token or profile of another life would be sent along with these keys.
        terminal.out().println("unset AWS_SESSION_TOKEN AWS_SECURITY_TOKEN AWS_PROFILE AWS_DEFAULT_PROFILE");
        variables(credentials, endpoint.toString())
                .forEach((name, value) -> terminal.out().println("export " + name + "=" + Shell.quote(value)));
        return 0;
    }

    private static Map<String, String> variables(LocalCredentials credentials, String endpoint) {
        var variables = new LinkedHashMap<String, String>();
        variables.put("AWS_ACCESS_KEY_ID", credentials.accessKeyId());
        variables.put("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey());
        variables.put("AWS_DEFAULT_REGION", credentials.region());
        variables.put("AWS_REGION", credentials.region());
        variables.put("AWS_ENDPOINT_URL", endpoint);
        SERVICES.forEach(service -> variables.put("AWS_ENDPOINT_URL_" + service, endpoint));
        return variables;
    }
}
