package dev.pipewright.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.codepipeline.model.CreateCustomActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.CreatePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PutWebhookRequest;
import software.amazon.awssdk.services.codepipeline.model.WebhookDefinition;

/** A CloudFormation template: what its resources of CodePipeline mean as inputs of the API. */
final class Template implements Functions.Names {
    private static final String PIPELINE = "AWS::CodePipeline::Pipeline";
    private static final String ACTION_TYPE = "AWS::CodePipeline::CustomActionType";
    private static final String WEBHOOK = "AWS::CodePipeline::Webhook";

    private final Node.Mapping root;
    private final KnownResources known;
    private final Given given;
    private final Findings findings;
    private final Parameters parameters;
    private final Functions functions;
    private final Map<String, Node> values = new HashMap<>();
    private final Set<String> inProgress = new HashSet<>();

    Template(Node.Mapping root, KnownResources known, Given given, Hidden hidden, Findings findings) {
        this.root = root;
        this.known = known;
        this.given = given;
        this.findings = findings;
        this.parameters = new Parameters(section("Parameters"), given, hidden, findings);
        this.functions =
                new Functions(this, section("Mappings"), section("Conditions"), given, hidden, findings);
    }

    /** Whether a document is a template. */
    static boolean is(Node.Mapping root) {
        return root.get("Resources").isPresent() || root.get("AWSTemplateFormatVersion").isPresent();
    }

    /** The parameters that it declares. */
    Set<String> parameters() {
        return parameters.names();
    }

    /** What its resources of CodePipeline are, in the order of the file. */
    List<Declared> declared() {
        root.entry("Transform").ifPresent(transform -> findings.warning(
                transform.mark(), "Transforms are not carried out; the template is taken as it is."));
        var declared = new ArrayList<Declared>();
        var resources = section("Resources");
        if (resources.isEmpty()) findings.problem(root.mark(), "The template has no Resources.");
        for (var entry : resources.map(Node.Mapping::entries).orElse(List.of())) {
            if (!(entry.value() instanceof Node.Mapping resource)) {
                findings.problem(entry.mark(), "The resource '%s' is not an object.", Excerpt.of(entry.key()));
                continue;
            }
            var type = text(resource, "Type");
            if (type.isEmpty()) {
                findings.problem(entry.mark(), "The resource '%s' has no Type.", Excerpt.of(entry.key()));
            } else if (Set.of(PIPELINE, ACTION_TYPE, WEBHOOK).contains(type.get()) && isWanted(resource)) {
                declared.add(declared(entry, resource, type.get()));
            } else if (type.get().startsWith("AWS::CodePipeline::") && !type.get().equals(PIPELINE)
                    && !type.get().equals(ACTION_TYPE) && !type.get().equals(WEBHOOK)) {
                findings.problem(entry.mark(), "There is no type of resources '%s'.", Excerpt.of(type.get()));
            }
        }
        if (declared.isEmpty()) {
            findings.warning(root.mark(), "The template has no pipeline, custom action type or webhook.");
        }
        return declared;
    }

    private boolean isWanted(Node.Mapping resource) {
        var condition = resource.entry("Condition");
        return condition.isEmpty()
                || text(resource, "Condition")
                        .flatMap(name -> functions.holds(name, condition.get().mark()))
                        .orElse(true);
    }

    private Declared declared(Node.Entry entry, Node.Mapping resource, String type) {
        var properties = resource.get("Properties")
                .map(functions::resolved)
                .filter(Node.Mapping.class::isInstance)
                .map(Node.Mapping.class::cast)
                .orElseGet(() -> new Node.Mapping(entry.mark(), List.of()));
        var form = new ApiForm(type, findings);
        return switch (type) {
            case PIPELINE -> pipeline(entry, properties, form);
            case WEBHOOK -> webhook(entry, properties, form);
            default -> new Declared.OfActionType(
                    form.members(CreateCustomActionTypeRequest.builder(), properties));
        };
    }

    private Declared pipeline(Node.Entry resource, Node.Mapping properties, ApiForm form) {
        var apart = Set.of("Tags", "DisableInboundStageTransitions", "RestartExecutionOnUpdate", "ArtifactStores");
        var members = new ArrayList<>(without(properties, apart).entries());
        properties.entry("ArtifactStores").ifPresent(stores -> members.add(
                new Node.Entry(stores.mark(), "ArtifactStores", byRegion(stores.value()))));
        var own = named(resource, form.members(
                PipelineDeclaration.builder(), new Node.Mapping(resource.mark(), members)));
        var input = new ArrayList<>(List.of(new Node.Entry(resource.mark(), "pipeline", own)));
        input.addAll(tags(properties, form));
        return new Declared.OfPipeline(
                new Node.Mapping(resource.mark(), input),
                properties.get("DisableInboundStageTransitions").map(this::closed),
                isTrue(properties, "RestartExecutionOnUpdate"));
    }

    private List<Node.Entry> tags(Node.Mapping properties, ApiForm form) {
        var tags = properties.entries().stream().filter(entry -> entry.key().equals("Tags")).toList();
        return form.members(CreatePipelineRequest.builder(), new Node.Mapping(properties.mark(), tags)).entries();
    }

    private Declared webhook(Node.Entry resource, Node.Mapping properties, ApiForm form) {
        // The version of the pipeline is demanded by templates, and means nothing to the service.
        var members = without(properties, Set.of("TargetPipelineVersion", "RegisterWithThirdParty"));
        var definition = named(resource, form.members(WebhookDefinition.builder(), members));
        var own = new Node.Mapping(resource.mark(), definition.entries());
        return new Declared.OfWebhook(
                form.members(PutWebhookRequest.builder(), new Node.Mapping(
                        resource.mark(), List.of(new Node.Entry(resource.mark(), "webhook", own)))),
                isTrue(properties, "RegisterWithThirdParty"));
    }

    /** With the name that the stack would give, where there is none. */
    private Node.Mapping named(Node.Entry resource, Node.Mapping members) {
        if (members.get("name").isPresent()) return members;
        var all = new ArrayList<>(members.entries());
        all.add(new Node.Entry(resource.mark(), "name", Node.string(resource.mark(), known.made(resource.key()))));
        return new Node.Mapping(members.mark(), all);
    }

    private Node byRegion(Node stores) {
        if (!(stores instanceof Node.Sequence sequence)) return stores;
        var entries = new ArrayList<Node.Entry>();
        for (var each : sequence.elements()) {
            var region = each instanceof Node.Mapping store ? text(store, "Region") : Optional.<String>empty();
            var store = each.find(List.of("ArtifactStore"));
            if (region.isEmpty() || store.isEmpty()) {
                findings.problem(each.mark(), "An element of ArtifactStores must have a Region and an ArtifactStore.");
            } else if (entries.stream().anyMatch(entry -> entry.key().equals(region.get()))) {
                findings.problem(each.mark(), "The ArtifactStores have two elements for the region '%s'.",
                        Excerpt.of(region.get()));
            } else {
                entries.add(new Node.Entry(each.mark(), region.get(), store.get()));
            }
        }
        return new Node.Mapping(stores.mark(), entries);
    }

    private List<Declared.Closed> closed(Node transitions) {
        var closed = new ArrayList<Declared.Closed>();
        for (var each : transitions instanceof Node.Sequence list ? list.elements() : List.of(transitions)) {
            var transition = Optional.of(each).filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast);
            var stage = transition.flatMap(it -> text(it, "StageName"));
            var reason = transition.flatMap(it -> text(it, "Reason"));
            if (stage.isEmpty() || reason.isEmpty()) {
                findings.problem(each.mark(),
                        "An element of DisableInboundStageTransitions must have a StageName and a Reason.");
            } else {
                closed.add(new Declared.Closed(each.mark(), stage.get(), reason.get()));
            }
        }
        return closed;
    }

    private static Node.Mapping without(Node.Mapping properties, Set<String> names) {
        return new Node.Mapping(properties.mark(), properties.entries().stream()
                .filter(entry -> !names.contains(entry.key()))
                .toList());
    }

    private static boolean isTrue(Node.Mapping properties, String name) {
        return text(properties, name).filter("true"::equalsIgnoreCase).isPresent();
    }

    @Override
    public Node reference(String name, Mark mark) {
        var pseudo = switch (name) {
            case "AWS::Region" -> Optional.of(known.region());
            case "AWS::AccountId" -> Optional.of(known.account());
            case "AWS::Partition" -> Optional.of("aws");
            case "AWS::URLSuffix" -> Optional.of("amazonaws.com");
            case "AWS::StackName" -> Optional.of(known.stack());
            case "AWS::StackId" -> Optional.of("arn:aws:cloudformation:%s:%s:stack/%s"
                    .formatted(known.region(), known.account(), known.stack()));
            default -> Optional.<String>empty();
        };
        if (name.equals("AWS::NoValue")) return new Node.Absent(mark);
        if (pseudo.isPresent()) return Node.string(mark, pseudo.get());
        return parameters.value(name, mark).orElseGet(() -> ofResource(name, name, mark, known::reference));
    }

    @Override
    public Node attribute(String logicalId, String attribute, Mark mark) {
        return ofResource(logicalId, logicalId + "." + attribute, mark, it -> known.attribute(it, attribute));
    }

    private interface Question {
        Optional<String> of(KnownResources.Resource resource);
    }

    /** Asked once for each, so that resources which are named after each other cost no more than they are many. */
    private Node ofResource(String logicalId, String whole, Mark mark, Question question) {
        var before = values.get(whole);
        if (before != null) return before.at(mark);
        var value = unasked(logicalId, whole, mark, question);
        values.put(whole, value);
        return value;
    }

    private Node unasked(String logicalId, String whole, Mark mark, Question question) {
        var said = given.resources().get(whole);
        if (said != null) return Node.string(mark, said);
        var resource = section("Resources").flatMap(it -> it.get(logicalId));
        if (resource.isEmpty() || !(resource.get() instanceof Node.Mapping mapping)) {
            findings.problem(mark, "The template has no parameter or resource '%s'.", Excerpt.of(logicalId));
            return new Node.Unknown(mark);
        }
        if (inProgress.size() >= Limits.CHAIN) {
            findings.problem(mark, "More than %d resources are named after each other here.", Limits.CHAIN);
            return new Node.Unknown(mark);
        }
        if (!inProgress.add(whole)) {
            findings.problem(mark, "The resource '%s' is named after itself.", Excerpt.of(logicalId));
            return new Node.Unknown(mark);
        }
        var type = text(mapping, "Type").orElse("");
        var unknown = new ArrayList<Node>();
        var answer = question.of(new KnownResources.Resource(
                logicalId, type, name -> property(mapping, name, unknown)));
        inProgress.remove(whole);
        if (!unknown.isEmpty()) return new Node.Unknown(mark);
        if (answer.isPresent()) return Node.string(mark, answer.get());
        findings.problem(
                mark, "What '%s' of type '%s' will be is not known here; give it with --resource '%s=VALUE'.",
                Excerpt.of(whole), Excerpt.of(type), Excerpt.of(whole));
        return new Node.Unknown(mark);
    }

    /** @param unknown takes a property that there is and that nobody knows */
    private Optional<String> property(Node.Mapping resource, String name, List<Node> unknown) {
        var value = resource.find(List.of("Properties", name)).map(functions::resolved);
        value.filter(Node.Unknown.class::isInstance).ifPresent(unknown::add);
        return value.flatMap(node ->
                node instanceof Node.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty());
    }

    private Optional<Node.Mapping> section(String name) {
        return root.get(name).filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast);
    }

    private static Optional<String> text(Node.Mapping mapping, String name) {
        return mapping.get(name)
                .flatMap(node -> node instanceof Node.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty());
    }
}
