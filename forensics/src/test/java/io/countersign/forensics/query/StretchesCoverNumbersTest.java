package io.countersign.forensics.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Stretches hold all of some numbers, and leave the widest gaps between them out.
class StretchesCoverNumbersTest {
    private static final List<Long> NUMBERS = List.of(90L, 1L, 2L, 50L, 55L, 2L);

    @Test
    void theWidestGapsAreLeftOut() {
        assertThat(Stretch.covering(NUMBERS, 3))
                .containsExactly(new Stretch(1, 2), new Stretch(50, 55), new Stretch(90, 90));
        assertThat(Stretch.covering(NUMBERS, 2))
                .containsExactly(new Stretch(1, 2), new Stretch(50, 90));
        assertThat(Stretch.covering(NUMBERS, 1)).containsExactly(new Stretch(1, 90));
    }

    @Test
    void eachNumberIsInOneHoweverManyThereMayBe() {
        for (int most = 1; most < 9; most++) {
            TreeSet<Long> covered = new TreeSet<>();
            for (Stretch stretch : Stretch.covering(NUMBERS, most)) {
                for (long number = stretch.from(); number <= stretch.to(); number++) {
                    assertThat(covered.add(number)).isTrue();
                }
            }
            assertThat(covered).containsAll(NUMBERS);
        }
    }

    @Test
    void noNumbersHaveNone() {
        assertThat(Stretch.covering(List.of(), 5)).isEmpty();
    }
}
