package io.countersign.app.cli;

import io.countersign.app.alerts.RaisedAlert;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/// What a list shows of exposures: the worst, some of the others, and how many nobody has looked
/// at.
///
/// @param worst the first of them, sorted
/// @param sample some of the others, in no order
/// @param matching all that were asked for
/// @param notLookedAt those of them that nobody has closed
record ExposureQueue(
        List<RaisedAlert> worst, List<RaisedAlert> sample, int matching, int notLookedAt) {
    static final int WORST = 20;

    /// So that what ranks low is seen too.
    static final int SAMPLE = 10;

    static ExposureQueue of(List<RaisedAlert> exposures, RandomGenerator random) {
        // Ranks are those of one partition.
        List<RaisedAlert> ranked = new ArrayList<>(exposures);
        ranked.sort(
                Comparator.comparing((RaisedAlert one) -> one.latest().getSeverity())
                        .thenComparing(RaisedAlert::points)
                        .thenComparing(one -> one.latest().getCounts().getSends())
                        .thenComparing(one -> one.latest().getCounts().getBytesUp())
                        .reversed()
                        .thenComparing(RaisedAlert::id));
        int worst = Math.min(WORST, ranked.size());
        List<RaisedAlert> others = new ArrayList<>(ranked.subList(worst, ranked.size()));
        Collections.shuffle(others, random);
        return new ExposureQueue(
                List.copyOf(ranked.subList(0, worst)),
                List.copyOf(others.subList(0, Math.min(SAMPLE, others.size()))),
                ranked.size(),
                (int) exposures.stream().filter(one -> one.closing().isEmpty()).count());
    }

    int notShown() {
        return matching - worst.size() - sample.size();
    }
}
