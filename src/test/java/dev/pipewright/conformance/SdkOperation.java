package dev.pipewright.conformance;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.CodePipelineException;
import software.amazon.awssdk.services.codepipeline.model.CodePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.CodePipelineResponse;

/** One operation as the SDK's client has it. */
record SdkOperation(String name, Method method) {
    /** All operations by name. */
    static List<SdkOperation> all() {
        return Arrays.stream(CodePipelineClient.class.getMethods())
                .filter(SdkOperation::isOperation)
                .map(method -> new SdkOperation(named(method), method))
                .sorted((one, other) -> one.name.compareTo(other.name))
                .toList();
    }

    private static boolean isOperation(Method method) {
        return method.getParameterCount() == 1
                && CodePipelineRequest.class.isAssignableFrom(method.getParameterTypes()[0])
                && CodePipelineResponse.class.isAssignableFrom(method.getReturnType());
    }

    private static String named(Method method) {
        return Character.toUpperCase(method.getName().charAt(0)) + method.getName().substring(1);
    }

    /** A builder of the request. */
    SdkPojo request() {
        return builder(method.getParameterTypes()[0]);
    }

    private static SdkPojo builder(Class<?> type) {
        try {
            return (SdkPojo) type.getMethod("builder").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("every class of the SDK's model has a builder", e);
        }
    }

    /** The values that a request may hold, by path, in the model's order. */
    Set<String> requestMembers() {
        return Members.below(request());
    }

    /** The values that a response may hold, by path, in the model's order. */
    Set<String> responseMembers() {
        return Members.below(builder(method.getReturnType()));
    }

    /** The names of the errors that the model gives the operation. */
    SortedSet<String> errors() {
        return Stream.of(method.getExceptionTypes())
                .filter(type -> CodePipelineException.class.isAssignableFrom(type)
                        && type != CodePipelineException.class)
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
