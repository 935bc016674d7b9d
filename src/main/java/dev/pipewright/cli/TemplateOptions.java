package dev.pipewright.cli;

import dev.pipewright.template.Finding;
import dev.pipewright.template.Given;
import dev.pipewright.template.GivenFile;
import dev.pipewright.template.Inspection;
import dev.pipewright.template.Inspector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;

/** The files that a command reads, and what is said of them beside them. */
final class TemplateOptions {
    private static final String USUAL_REGION = "us-east-1";

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Inputs of the AWS CLI and CloudFormation templates, in JSON or YAML.")
    private List<Path> files;

    @Option(
            names = "--parameter",
            paramLabel = "NAME=VALUE",
            description = "A value for a parameter of the templates.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--resource",
            paramLabel = "ID=VALUE",
            description = "What Ref of a resource gives, or Fn::GetAtt where ID is LogicalId.Attribute.")
    private Map<String, String> resources = new LinkedHashMap<>();

    @Option(names = "--import", paramLabel = "NAME=VALUE", description = "What another stack exports by that name.")
    private Map<String, String> imports = new LinkedHashMap<>();

    @Option(
            names = "--values",
            paramLabel = "FILE",
            description = "A file with the same in Parameters, Resources and Imports, and in References the values of"
                    + " dynamic references; it keeps secrets off the command line.")
    private Path values;

    @Option(
            names = "--stack-name",
            paramLabel = "NAME",
            description = "What AWS::StackName is, and names begin with (default: the file's name).")
    private String stackName;

    @Option(
            names = "--region",
            paramLabel = "NAME",
            description = "The region of everything (default: that of the server, or else us-east-1).")
    private String region;

    @Mixin
    private RemoteServer remote;

    @Mixin
    private CommonOptions common;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * Looks at the files.
     *
     * @throws ParameterException when what is said beside them makes no sense
     */
    Inspection inspect(Inspector inspector, Optional<CodePipelineClient> server) {
        var inspection = inspector.inspect(files, given(), region(), server);
        for (var unknown : inspection.unknownParameters()) {
            throw new ParameterException(
                    command.commandLine(), "no template has the parameter '%s'".formatted(unknown));
        }
        return inspection;
    }

    /** A client of the server that is meant. */
    CodePipelineClient client() {
        var asked = credentials();
        return AwsClients.codePipeline(
                remote.endpoint().orElseGet(common::endpoint),
                region == null ? asked : new LocalCredentials(asked.accessKeyId(), asked.secretAccessKey(), region));
    }

    private LocalCredentials credentials() {
        return remote.endpoint().isPresent() ? remote.credentials(System.getenv()) : common.credentials();
    }

    private Given given() {
        var said = new Given(parameters, resources, imports, Map.of(), stackName);
        try {
            return values == null ? said : GivenFile.read(values).and(said);
        } catch (IllegalArgumentException bad) {
            throw new ParameterException(command.commandLine(), "--values: " + bad.getMessage());
        }
    }

    private String region() {
        if (region != null) return region;
        if (remote.endpoint().isPresent()) return credentials().region();
        try {
            return LocalCredentials.read(common.data()).map(LocalCredentials::region).orElse(USUAL_REGION);
        } catch (IOException unreadable) {
            return USUAL_REGION;
        }
    }

    /** Prints what was found, a line each, and how much it was. */
    void print(Inspection inspection, Screen screen) {
        var findings = inspection.findings();
        screen.print(findings.stream()
                .map(finding -> new Line(finding.isProblem() ? Line.Tone.BAD : Line.Tone.BUSY, finding.toString()))
                .toList());
        var problems = findings.stream().filter(Finding::isProblem).count();
        if (!findings.isEmpty()) {
            screen.print("%s, %s".formatted(
                    counted(problems, "problem"), counted(findings.size() - problems, "warning")));
        }
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
