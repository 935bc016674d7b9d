package dev.pipewright.runtime;

/** The id of an execution that must have begun. */
public final class Begun {
    private Begun() {}

    public static String id(Start start) {
        return switch (start) {
            case Start.Begun(var id) -> id;
            case Start.Refused(var refusal) -> throw new AssertionError(refusal.message());
            case Start.NoPipeline _ -> throw new AssertionError("there is no such pipeline");
        };
    }
}
