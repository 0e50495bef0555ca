package io.countersign.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// How long events waited for their signed checkpoint, and where.
///
/// @param waits of each event; ordered by their whole here
record WaitForSeal(List<One> waits) {
    /// One event's way, in milliseconds. The clock on the wall has whole ones, so that a stage may
    /// come out a little below nought.
    ///
    /// @param toChain from when it was due to the broker's copy of the entry: the topology's work
    /// @param toSeal from there until a batch that holds it is closed: the commit, the sealer's
    ///   reading, the wait for the batch
    /// @param toDisk from there until the signed checkpoint was seen: hashing, forcing, publishing
    record One(double toChain, double toSeal, double toDisk) {
        double whole() {
            return toChain + toSeal + toDisk;
        }
    }

    WaitForSeal {
        waits = waits.stream().sorted(Comparator.comparingDouble(One::whole)).toList();
    }

    /// One line.
    String whole() {
        return String.format(
                Locale.ROOT,
                "%,d events, p50 %,.0f, p99 %,.0f, longest %,.0f ms",
                waits.size(),
                waits.get(waits.size() / 2).whole(),
                waits.get(waits.size() * 99 / 100).whole(),
                waits.getLast().whole());
    }

    /// A line for each stage.
    String stages() {
        return stage("until it is chained", One::toChain)
                + stage("until its batch is closed", One::toSeal)
                + stage("until its checkpoint lies there", One::toDisk);
    }

    private String stage(String name, ToDoubleFunction<One> stage) {
        double[] sorted = waits.stream().mapToDouble(stage).sorted().toArray();
        double slowest =
                waits.subList(waits.size() * 99 / 100, waits.size()).stream()
                        .mapToDouble(stage)
                        .average()
                        .orElseThrow();
        return String.format(
                Locale.ROOT,
                "  %-32s p50 %,6.0f, p99 %,6.0f, longest %,6.0f ms; of the slowest hundredth %,6.0f ms on average%n",
                name,
                sorted[sorted.length / 2],
                sorted[sorted.length * 99 / 100],
                sorted[sorted.length - 1],
                slowest);
    }
}
