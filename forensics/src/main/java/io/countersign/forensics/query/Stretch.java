package io.countersign.forensics.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// Numbers from one to another, both included.
public record Stretch(long from, long to) {
    public Stretch {
        if (to < from) {
            throw new IllegalArgumentException("a stretch has a beginning, and no earlier end");
        }
    }

    /// Stretches with all of some numbers, ascending, which leave the widest gaps out.
    ///
    /// @param most of them, 1 or more
    public static List<Stretch> covering(Collection<Long> numbers, int most) {
        List<Long> sorted = new ArrayList<>(new TreeSet<>(numbers));
        List<Integer> gaps = new ArrayList<>();
        for (int i = 1; i < sorted.size(); i++) {
            gaps.add(i);
        }
        gaps.sort(
                Comparator.comparingLong((Integer i) -> sorted.get(i) - sorted.get(i - 1))
                        .reversed());
        TreeSet<Integer> ends = new TreeSet<>(gaps.subList(0, Math.min(most - 1, gaps.size())));
        List<Stretch> stretches = new ArrayList<>();
        int start = 0;
        for (int end : ends) {
            stretches.add(new Stretch(sorted.get(start), sorted.get(end - 1)));
            start = end;
        }
        if (!sorted.isEmpty()) {
            stretches.add(new Stretch(sorted.get(start), sorted.getLast()));
        }
        return stretches;
    }
}
