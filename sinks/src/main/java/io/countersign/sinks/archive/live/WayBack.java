package io.countersign.sinks.archive.live;

import io.countersign.sinks.siem.delivery.RecordAt;
import java.util.Optional;

/// The way back on a partition to an entry that the archive lacks: it was replaced by one that
/// reaches less far, or committed offsets ran ahead of it.
///
/// In a partition the offsets between two entries of a chain are at least as many as their numbers
/// apart, and more where transactions ended. So the first step goes back twice as far as the
/// numbers say, each further one eight times as far as the one before, and the last to the
/// beginning.
///
/// @param to the offset to read on from; 0 stands for the first that there is
/// @param factor how many times the distance in numbers it went back
record WayBack(long to, long factor) {
    private static final long FIRST_FACTOR = 2;
    private static final long GROWTH = 8;

    /// From here on a step is one to the beginning.
    private static final long LARGEST_FACTOR = 1_024;

    /// @param found the first entry behind the hole, and where it lies
    /// @param missing the number of the first entry that is not in the archive
    /// @param before the step before; empty for the first
    /// @return empty where the step before began at the beginning: the topic has it no more
    static Optional<WayBack> step(
            RecordAt found, long seq, long missing, Optional<WayBack> before) {
        if (before.isPresent() && before.get().to == 0) {
            return Optional.empty();
        }
        long factor = before.map(step -> step.factor * GROWTH).orElse(FIRST_FACTOR);
        long distance = Math.min(seq - missing, found.offset()) * factor;
        return Optional.of(
                factor > LARGEST_FACTOR || distance >= found.offset()
                        ? new WayBack(0, factor)
                        : new WayBack(found.offset() - distance, factor));
    }
}
