package io.countersign.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A hundred events, of which one waited long, and where it did is told.
class WaitsAreToldByStageTest {
    @Test
    void theSlowestHundredthIsTheOneThatWaited() {
        List<WaitForSeal.One> waits = new ArrayList<>();
        for (int i = 1; i < 100; i++) {
            waits.add(new WaitForSeal.One(10, 100 + i, 20));
        }
        waits.add(new WaitForSeal.One(3_000, 50, 20));
        Collections.shuffle(waits, new Random(1));

        WaitForSeal told = new WaitForSeal(waits);

        assertThat(told.whole()).isEqualTo("100 events, p50 181, p99 3,070, longest 3,070 ms");
        assertThat(told.stages().lines())
                .satisfiesExactly(
                        chained ->
                                assertThat(chained)
                                        .contains("p50     10", "p99  3,000")
                                        .endsWith("hundredth  3,000 ms on average"),
                        closed -> assertThat(closed).endsWith("hundredth     50 ms on average"),
                        there -> assertThat(there).endsWith("hundredth     20 ms on average"));
    }
}
