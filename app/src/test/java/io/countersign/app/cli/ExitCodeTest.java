package io.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
    @Test
    void ofSeveralTheFirstOfFourTwoOneThreeIsReported() {
        List<ExitCode> order =
                List.of(
                        ExitCode.FAILED,
                        ExitCode.USAGE,
                        ExitCode.FOUND,
                        ExitCode.REJECTED,
                        ExitCode.CLEAN);
        assertThat(order).extracting(ExitCode::code).containsExactly(4, 2, 1, 3, 0);
        for (int i = 0; i < order.size(); i++) {
            for (int j = 0; j < order.size(); j++) {
                assertThat(order.get(i).and(order.get(j))).isEqualTo(order.get(Math.min(i, j)));
            }
        }
    }
}
