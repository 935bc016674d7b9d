package dev.pipewright.template;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * What resources would be called that this server does not make: by the names that the template gives them, or by names
 * made of the stack's and theirs, as CloudFormation does but without chance in them.
 *
 * @param account in which they would be
 */
record KnownResources(String stack, String region, String account) {
    /**
     * One resource of a template.
     *
     * @param property the text of one of its properties; empty where it has none
     */
    record Resource(String logicalId, String type, Function<String, Optional<String>> property) {}

    /** What {@code Ref} gives; empty for a resource of which that is not known before it is made. */
    Optional<String> reference(Resource resource) {
        return switch (resource.type()) {
            case "AWS::S3::Bucket" -> Optional.of(bucket(resource));
            case "AWS::IAM::Role" -> Optional.of(name(resource, "RoleName"));
            case "AWS::KMS::Key" -> Optional.of(keyId(resource));
            case "AWS::KMS::Alias" -> resource.property().apply("AliasName");
            case "AWS::SNS::Topic" -> Optional.of(arn("sns", name(resource, "TopicName")));
            case "AWS::SQS::Queue" -> Optional.of("https://sqs.%s.amazonaws.com/%s/%s"
                    .formatted(region, account, name(resource, "QueueName")));
            case "AWS::StepFunctions::StateMachine" ->
                Optional.of(arn("states", "stateMachine:" + name(resource, "StateMachineName")));
            case "AWS::CodeBuild::Project" -> Optional.of(name(resource, "Name"));
            case "AWS::Lambda::Function" -> Optional.of(name(resource, "FunctionName"));
            case "AWS::CodeDeploy::Application" -> Optional.of(name(resource, "ApplicationName"));
            case "AWS::CodeDeploy::DeploymentGroup" -> Optional.of(name(resource, "DeploymentGroupName"));
            case "AWS::ECR::Repository" -> Optional.of(name(resource, "RepositoryName"));
            case "AWS::ECS::Cluster" -> Optional.of(name(resource, "ClusterName"));
            case "AWS::CodePipeline::Pipeline", "AWS::CodePipeline::Webhook" -> Optional.of(name(resource, "Name"));
            case "AWS::Logs::LogGroup" -> Optional.of(name(resource, "LogGroupName"));
            default -> Optional.empty();
        };
    }

    /** What {@code Fn::GetAtt} gives; empty for what is not known before the resource is made. */
    Optional<String> attribute(Resource resource, String attribute) {
        return switch (resource.type() + "." + attribute) {
            case "AWS::S3::Bucket.Arn" -> Optional.of("arn:aws:s3:::" + bucket(resource));
            case "AWS::S3::Bucket.DomainName" -> Optional.of(bucket(resource) + ".s3.amazonaws.com");
            case "AWS::S3::Bucket.RegionalDomainName" ->
                Optional.of("%s.s3.%s.amazonaws.com".formatted(bucket(resource), region));
            case "AWS::IAM::Role.Arn" -> Optional.of("arn:aws:iam::%s:role%s%s".formatted(
                    account, resource.property().apply("Path").orElse("/"), name(resource, "RoleName")));
            case "AWS::KMS::Key.Arn" -> Optional.of(arn("kms", "key/" + keyId(resource)));
            case "AWS::KMS::Key.KeyId" -> Optional.of(keyId(resource));
            case "AWS::SNS::Topic.TopicArn" -> Optional.of(arn("sns", name(resource, "TopicName")));
            case "AWS::SNS::Topic.TopicName" -> Optional.of(name(resource, "TopicName"));
            case "AWS::SQS::Queue.Arn" -> Optional.of(arn("sqs", name(resource, "QueueName")));
            case "AWS::CodeBuild::Project.Arn" -> Optional.of(arn("codebuild", "project/" + name(resource, "Name")));
            case "AWS::CodeCommit::Repository.Name" -> resource.property().apply("RepositoryName");
            case "AWS::CodeCommit::Repository.Arn" ->
                resource.property().apply("RepositoryName").map(name -> arn("codecommit", name));
            case "AWS::Lambda::Function.Arn" ->
                Optional.of(arn("lambda", "function:" + name(resource, "FunctionName")));
            case "AWS::StepFunctions::StateMachine.Arn" ->
                Optional.of(arn("states", "stateMachine:" + name(resource, "StateMachineName")));
            case "AWS::StepFunctions::StateMachine.Name" -> Optional.of(name(resource, "StateMachineName"));
            case "AWS::ECR::Repository.Arn" ->
                Optional.of(arn("ecr", "repository/" + name(resource, "RepositoryName")));
            case "AWS::ECS::Cluster.Arn" -> Optional.of(arn("ecs", "cluster/" + name(resource, "ClusterName")));
            case "AWS::ECS::Service.Name" -> Optional.of(name(resource, "ServiceName"));
            case "AWS::CodePipeline::Pipeline.Version" -> Optional.of("1");
            default -> Optional.empty();
        };
    }

    /** The name of something that its template gives none. */
    String made(String logicalId) {
        return stack + "-" + logicalId;
    }

    private String name(Resource resource, String property) {
        return resource.property().apply(property).orElseGet(() -> made(resource.logicalId()));
    }

    /** Buckets have no upper-case letters, and 63 characters. */
    private String bucket(Resource resource) {
        return resource.property().apply("BucketName").orElseGet(() -> {
            var made = made(resource.logicalId()).toLowerCase(Locale.ROOT);
            return made.length() <= 63 ? made : made.substring(0, 30) + "-" + id(resource).substring(0, 32);
        });
    }

    private String keyId(Resource resource) {
        var hex = id(resource);
        return "%s-%s-%s-%s-%s".formatted(
                hex.substring(0, 8), hex.substring(8, 12), hex.substring(12, 16), hex.substring(16, 20),
                hex.substring(20));
    }

    /** 32 hexadecimal digits, the same each time. */
    private String id(Resource resource) {
        var seed = made(resource.logicalId()).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(seed).toString().replace("-", "");
    }

    private String arn(String service, String resource) {
        return "arn:aws:%s:%s:%s:%s".formatted(service, region, account, resource);
    }
}
