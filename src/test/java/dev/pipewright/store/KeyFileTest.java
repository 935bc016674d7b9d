package dev.pipewright.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyFileTest {
    @TempDir
    private Path folder;

    @Test
    void a_folder_that_does_not_exist_is_the_reason_and_is_not_made() {
        var file = folder.resolve("none/pipewright.keys");

        assertThatThrownBy(() -> new KeyFile(file).write(List.of()))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("The file of keys %s cannot be written: its folder does not exist.", file);
        assertThat(file.getParent()).doesNotExist();
    }
}
