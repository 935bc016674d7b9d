package dev.pipewright.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.wire.Fault;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a caller is refused. */
final class Refusals {
    private Refusals() {}

    /** The call must end in a fault of that name. */
    static AbstractThrowableAssert<?, ?> refused(String type, ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.type()).isEqualTo(type);
            assertThat(fault.getMessage()).doesNotContain("%s");
        });
    }
}
