package dev.pipewright.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumAlgorithmTest {
    @ParameterizedTest
    @CsvSource({"CRC32, cbf43926", "CRC32C, e3069283", "CRC64NVME, ae8b14860a799888",
            "SHA1, f7c3bc1d808e04732adf679965ccc34ca7ae3441"})
    void the_published_check_values_come_out(ChecksumAlgorithm algorithm, String value) {
        assertThat(HexFormat.of().formatHex(sum(algorithm, "123456789".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(value);
    }

    @Test
    void the_sum_of_a_whole_follows_from_its_parts() {
        var random = new Random(11);
        for (var algorithm : ChecksumAlgorithm.values()) {
            for (int length : new int[] {0, 1, 7, 8, 1000, 65_537}) {
                var bytes = new byte[length + 100];
                random.nextBytes(bytes);
                if (algorithm.joins()) {
                    var joined = algorithm.join(
                            sum(algorithm, Arrays.copyOf(bytes, 100)),
                            sum(algorithm, Arrays.copyOfRange(bytes, 100, bytes.length)),
                            length);
                    assertThat(joined).as("%s of %d bytes", algorithm, length).isEqualTo(sum(algorithm, bytes));
                }
            }
        }
    }

    private static byte[] sum(ChecksumAlgorithm algorithm, byte[] bytes) {
        var sum = algorithm.start();
        sum.update(bytes, 0, bytes.length);
        return sum.value();
    }
}
