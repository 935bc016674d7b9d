package dev.pipewright.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;
import tools.jackson.databind.node.ObjectNode;

/** One awsJson service: its names on the wire and what it can do. */
public final class JsonService {
    /**
     * Reads the input, asks whether the caller may, runs the operation and writes its answer; null stands for an empty
     * body.
     */
    interface Call {
        ObjectNode run(ObjectNode input, Request request);
    }

    private final String signingName;
    private final String targetPrefix;
    private final Map<String, Call> calls;

    private JsonService(Builder builder) {
        this.signingName = builder.signingName;
        this.targetPrefix = builder.targetPrefix;
        this.calls = Map.copyOf(builder.calls);
    }

    /**
     * Begins a service.
     *
     * @param signingName as in credential scopes and in the actions of policies, such as {@code codepipeline}
     * @param targetPrefix what stands before the dot in {@code X-Amz-Target}, such as {@code CodePipeline_20150709}
     * @param constraints of at least the operations that will be added
     */
    public static Builder named(String signingName, String targetPrefix, Constraints constraints) {
        return new Builder(signingName, targetPrefix, constraints);
    }

    String signingName() {
        return signingName;
    }

    String targetPrefix() {
        return targetPrefix;
    }

    /** The call, or null when the service has none of that name. */
    Call call(String operation) {
        return calls.get(operation);
    }

    /** Collects a service's operations. */
    public static final class Builder {
        private final String signingName;
        private final String targetPrefix;
        private final Constraints constraints;
        private final Map<String, Call> calls = new HashMap<>();
        private Permissions permissions = Permissions.onEverything();
        private UnaryOperator<RuntimeException> explanation = UnaryOperator.identity();

        private Builder(String signingName, String targetPrefix, Constraints constraints) {
            this.signingName = signingName;
            this.targetPrefix = targetPrefix;
            this.constraints = constraints;
        }

        /**
         * Adds an operation.
         *
         * @param name as on the wire, such as {@code GetPipeline}
         * @param input the builder of its input, such as {@code GetPipelineRequest::builder}
         * @throws IllegalArgumentException when the name is taken or has no constraints
         */
        public <I extends SdkPojo, O extends SdkPojo, B extends SdkPojo & SdkBuilder<?, I>> Builder with(
                String name, Supplier<B> input, Operation<I, O> operation) {
            if (!constraints.operations().contains(name)) {
                throw new IllegalArgumentException("no constraints are known for " + name);
            }
            claim(name);
            calls.put(name, (json, request) -> {
                // The types come first: everything else relies on them. Who may not call learns nothing more.
                I decoded = SdkJson.decode(json, input.get());
                O output;
                try {
                    permissions.require(signingName, name, json, request);
                    constraints.check(name, json);
                    output = operation.run(decoded, request);
                } catch (RuntimeException e) {
                    throw explanation.apply(e);
                }
                return output == null ? null : operation.finish(SdkJson.encode(output), output);
            });
            return this;
        }

        /**
         * Adds an operation of this server's own, for which the SDK has no classes. All members of its input are texts.
         *
         * @throws IllegalArgumentException when the name is taken or has no constraints
         */
        public Builder with(String name, OwnOperation operation) {
            if (!constraints.operations().contains(name)) {
                throw new IllegalArgumentException("no constraints are known for " + name);
            }
            claim(name);
            calls.put(name, (json, request) -> {
                json.properties().forEach(member -> {
                    SdkJson.checkCharacters(member.getKey(), MemberPath.ROOT.member("A member's name"));
                    if (member.getValue().isString()) {
                        SdkJson.checkCharacters(
                                member.getValue().stringValue(), MemberPath.ROOT.member(member.getKey()));
                    } else if (!member.getValue().isNull()) {
                        throw Fault.of(
                                "SerializationException", "The member '%s' must be a text.",
                                Excerpt.of(member.getKey(), 100));
                    }
                });
                permissions.require(signingName, name, json, request);
                constraints.check(name, json);
                return operation.run(json, request);
            });
            return this;
        }

        /** Says what callers must be allowed; without it, every operation on {@code *}. */
        public Builder permitting(Permissions permissions) {
            this.permissions = permissions;
            return this;
        }

        /** Lets somebody who knows what the operations are built on turn what they throw into a {@link Fault}. */
        public Builder explaining(UnaryOperator<RuntimeException> explanation) {
            this.explanation = explanation;
            return this;
        }

        public JsonService build() {
            return new JsonService(this);
        }

        private void claim(String name) {
            if (calls.containsKey(name)) {
                throw new IllegalArgumentException("the operation " + name + " is there already");
            }
        }
    }
}
