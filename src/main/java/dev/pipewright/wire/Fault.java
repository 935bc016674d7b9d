package dev.pipewright.wire;

/** An error that the caller is told: its name on the wire, its status, and a sentence with thing, value and rule. */
public final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String type;
    private final int status;

    public Fault(String type, int status, String message) {
        super(message, null, false, false);
        this.type = type;
        this.status = status;
    }

    /** A modelled error, which this protocol answers with status 400. */
    public static Fault of(String type, String message, Object... values) {
        return new Fault(type, 400, values.length == 0 ? message : message.formatted(values));
    }

    /** The name on the wire, such as {@code PipelineNotFoundException}. */
    public String type() {
        return type;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
