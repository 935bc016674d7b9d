package dev.pipewright.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RoomTest {
    private final Room room = new Room(2, Duration.ZERO);

    @Test
    void large_bodies_and_those_of_unknown_length_wait_for_one_of_a_few_places() {
        var large = room.place(5 << 20).orElseThrow();
        var unknown = room.place(-1).orElseThrow();
        assertThat(room.place(5 << 20)).isEmpty();
        assertThat(room.place(-1)).isEmpty();
        large.close();
        try (var _ = room.place(-1).orElseThrow()) {
            assertThat(room.place(-1)).isEmpty();
        }
        unknown.close();
        assertThat(room.place(-1)).isPresent();
        assertThat(room.place(-1)).isPresent();
    }

    @Test
    void small_bodies_are_never_kept_waiting() {
        room.place(-1);
        room.place(-1);
        for (int i = 0; i < 100; i++) {
            assertThat(room.place(64 << 10)).isPresent();
        }
        assertThat(room.place((64 << 10) + 1)).isEmpty();
    }
}
