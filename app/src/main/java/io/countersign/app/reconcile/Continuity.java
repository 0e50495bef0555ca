package io.countersign.app.reconcile;

import io.countersign.sinks.siem.delivery.Receipt;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/// Whether what a statement calls settled was settled by one run of the sink, and by the selection
/// that the statement asks. While a sink runs, nobody can set its offsets; between two runs
/// somebody may have, and may have changed what is selected.
///
/// @param oneRun empty where nothing was settled
/// @param sameSelection empty where it is not known, as no receipt speaks for an earlier run
record Continuity(Optional<Boolean> oneRun, Optional<Boolean> sameSelection) {
    /// @param first the first settled record of each partition that the statement speaks of
    /// @param selection that it asks
    static Continuity of(
            Map<TopicPartition, Long> first,
            Map<TopicPartition, Receipt> receipts,
            String selection) {
        if (first.isEmpty()) {
            return new Continuity(Optional.empty(), Optional.empty());
        }
        boolean oneRun =
                first.entrySet().stream()
                        .allMatch(one ->
                                Optional.ofNullable(receipts.get(one.getKey()))
                                        .filter(receipt -> receipt.from() <= one.getValue())
                                        .isPresent());
        boolean other =
                first.keySet().stream()
                        .map(receipts::get)
                        .anyMatch(receipt ->
                                receipt != null && !receipt.selection().equals(selection));
        if (other) {
            return new Continuity(Optional.of(oneRun), Optional.of(false));
        }
        return new Continuity(Optional.of(oneRun), oneRun ? Optional.of(true) : Optional.empty());
    }
}
