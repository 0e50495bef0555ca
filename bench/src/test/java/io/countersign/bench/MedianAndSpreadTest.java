package io.countersign.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class MedianAndSpreadTest {
    @Test
    void medianIsTheMiddleOrBetweenTheTwoInTheMiddle() {
        assertThat(Figures.of(5, 1, 3)).isEqualTo(new Figures(3, 1, 5));
        assertThat(Figures.of(4, 1, 3, 2)).isEqualTo(new Figures(2.5, 1, 4));
    }

    @Test
    void figuresAreShownWithTheirSpread() {
        assertThat(Figures.of(1_234.5, 1_000, 2_000).show(0)).isEqualTo("1,235 (1,000 to 2,000)");
    }

    @Test
    void unknownArgumentsAndNumbersOutOfRangeAreRefused() {
        assertThat(PipelineBench.Options.parse("--records", "7", "--workloads", "1"))
                .isEqualTo(new PipelineBench.Options(7, 5, 10, 1));
        assertThatThrownBy(() -> PipelineBench.Options.parse("--records", "0"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PipelineBench.Options.parse("--record", "5"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PipelineBench.Options.parse("--records"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
