package io.countersign.detectors.phi;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a call allocates once the detector's work arrays have grown: next to nothing for a text in
/// which nothing is found, however long it is, a few hundred bytes for the call and a bounded
/// amount for each finding.
class InspectingAllocatesLittleTest {
    private static final int CALLS = 400;
    private static final int BYTES_OF_A_CALL = 640;
    private static final int BYTES_OF_A_FINDING = 160;
    private static final double BAR = 0.1;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final String QUIET =
            "the examination of the abdomen was unremarkable and the plan was discussed at length. ";
    private static final String WITH_NUMBERS =
            "Seen on 2024-03-05, MRN 40015581, call (617) 555-0142 about the bill of 2024-04-09. ";

    static List<PhiDetector> detectors() {
        return List.of(PhiDetector.of(Set.of()), PhiDetector.standard());
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void aLongTextWithoutFindingsKeepsTheBar(PhiDetector detector) {
        List<Text> text = text(QUIET.repeat(800));
        assertThat(detector.inspect(text).findings()).isEmpty();
        assertThat(allocated(detector, text) / bytes(text)).isLessThan(BAR);
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void aShortTextWithoutFindingsCostsACall(PhiDetector detector) {
        assertThat(allocated(detector, text(QUIET))).isLessThan(BYTES_OF_A_CALL);
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void findingsCostABoundedAmountEach(PhiDetector detector) {
        List<Text> text = text(WITH_NUMBERS.repeat(50));
        int findings = detector.inspect(text).findings().size();
        assertThat(findings).isGreaterThanOrEqualTo(200);
        assertThat(allocated(detector, text))
                .isLessThan(BYTES_OF_A_CALL + BYTES_OF_A_FINDING * (double) findings);
    }

    private static List<Text> text(String text) {
        return List.of(new Text("", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static double bytes(List<Text> texts) {
        return texts.getFirst().utf8().length;
    }

    /// Bytes that one call allocates on average, after as many that are not counted.
    private static double allocated(PhiDetector detector, List<Text> texts) {
        int leaves = 0;
        for (int i = 0; i < CALLS; i++) {
            leaves += detector.inspect(texts).leaves().size();
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            leaves -= detector.inspect(texts).leaves().size();
        }
        long after = THREADS.getCurrentThreadAllocatedBytes();
        assertThat(leaves).isZero();
        return (double) (after - before) / CALLS;
    }
}
