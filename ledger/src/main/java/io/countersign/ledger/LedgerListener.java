package io.countersign.ledger;

/// Is told what the ledger does, by the ledger's own thread: an implementation returns soon and
/// throws nothing.
public interface LedgerListener {
    /// The log is loaded and the sealer reads.
    default void loaded(Progress progress) {}

    /// A checkpoint was published.
    default void sealed(Progress progress) {}

    /// The sealer had to let go; [IncidentCode#response()] says whether it comes back by itself.
    default void incident(LedgerIncident incident) {}

    /// Ticks could not be written; they go on under a new source id.
    default void ticksInterrupted(Exception cause) {}
}
