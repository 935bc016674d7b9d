package dev.pipewright.wire;

import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Calls a service as {@link JsonEndpoint} does, without HTTP and signatures.
 *
 * @param constraints of the service's operations
 */
public record Direct(JsonService service, Constraints constraints) {
    /** The operations that the service has, by name. */
    public List<String> operations() {
        return constraints.operations().stream().filter(name -> service.call(name) != null).sorted().toList();
    }

    /**
     * Calls an operation.
     *
     * @throws Fault when it is refused
     */
    public byte[] call(String operation, byte[] body, Request request) {
        var answer = service.call(operation).run(SdkJson.parse(body), request);
        return answer == null ? new byte[0] : SdkJson.bytes(answer);
    }

    /** What a caller reads who is refused. */
    public static byte[] body(Fault fault) {
        return SdkJson.bytes(JsonNodeFactory.instance
                .objectNode()
                .put("__type", fault.type())
                .put("message", fault.getMessage()));
    }
}
