package io.countersign.app.reconcile;

import io.countersign.schemas.Hash;
import io.countersign.schemas.ReconcileDifference;
import io.countersign.schemas.ReconcileEntry;
import io.countersign.schemas.ReconciledAlerts;
import io.countersign.schemas.ReconciledChain;
import java.util.ArrayList;
import java.util.List;

/// What one sink made of a part of the log.
///
/// @param sink its name
/// @param type its kind
/// @param selection SHA-256 of the selection in force
/// @param continuity whether one run of the sink settled it, and by this selection
/// @param foreign records on the entry and alert topics that are neither
/// @param next where the next statement begins
public record Statement(
        String sink,
        String type,
        Hash selection,
        Continuity continuity,
        long foreign,
        List<ReconciledChain> chains,
        List<ReconciledAlerts> alerts,
        ReconciledTo next) {
    /// An entry of the log has a largest size; a statement of more chains becomes several.
    private static final int CHAINS_OF_AN_ENTRY = 64;

    private static final int DIFFERENCES_OF_A_CHAIN = 20;

    public Statement {
        chains = List.copyOf(chains);
        alerts = List.copyOf(alerts);
    }

    /// Entries and alerts that have not arrived.
    public long differences() {
        return chains.stream()
                        .mapToLong(one ->
                                one.getDeadLettered() + one.getPending() + one.getNotOnTopic())
                        .sum()
                + alerts.stream().mapToLong(one -> one.getDeadLettered() + one.getPending()).sum();
    }

    /// Those that will not arrive by themselves.
    public long lost() {
        return chains.stream().mapToLong(one -> one.getDeadLettered() + one.getNotOnTopic()).sum()
                + alerts.stream().mapToLong(ReconciledAlerts::getDeadLettered).sum();
    }

    /// Somebody may have set an offset between two of them.
    public boolean settledBySeveralRuns() {
        return continuity.oneRun().filter(one -> !one).isPresent();
    }

    /// The running sink selects otherwise than this statement does.
    public boolean settledByAnotherSelection() {
        return continuity.sameSelection().filter(same -> !same).isPresent();
    }

    /// As entries of the log, with the first differences of each chain.
    ///
    /// @param id random, the same in all of them
    public List<ReconcileEntry> entries(String id) {
        List<ReconcileEntry> entries = new ArrayList<>();
        for (int from = 0; from == 0 || from < chains.size(); from += CHAINS_OF_AN_ENTRY) {
            List<ReconciledChain> part =
                    chains.subList(from, Math.min(chains.size(), from + CHAINS_OF_AN_ENTRY));
            entries.add(
                    ReconcileEntry.newBuilder()
                            .setReconcileId(id)
                            .setSink(sink)
                            .setType(type)
                            .setSelection(selection)
                            .setOneRun(continuity.oneRun().orElse(null))
                            .setSameSelection(continuity.sameSelection().orElse(null))
                            .setForeign(from == 0 ? foreign : 0)
                            .setChains(part.stream().map(Statement::shortened).toList())
                            .setAlerts(
                                    alerts.subList(
                                            Math.min(alerts.size(), from),
                                            Math.min(alerts.size(), from + CHAINS_OF_AN_ENTRY)))
                            .build());
        }
        return entries;
    }

    private static ReconciledChain shortened(ReconciledChain chain) {
        List<ReconcileDifference> all = chain.getDifferences();
        return new ReconciledChain(
                chain.getChain(),
                chain.getFromSeq(),
                chain.getToSeq(),
                chain.getNotSelected(),
                chain.getAcknowledged(),
                chain.getDeadLettered(),
                chain.getPending(),
                chain.getNotOnTopic(),
                chain.getFromLeaf().orElse(null),
                chain.getToLeaf().orElse(null),
                all.subList(0, Math.min(all.size(), DIFFERENCES_OF_A_CHAIN)),
                chain.getLog().orElse(null));
    }
}
