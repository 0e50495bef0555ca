package io.countersign.app.reevaluation;

import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.verify.EntryReader;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;

/// An entry of the sealed logs, by its place.
///
/// @param log that holds it; whoever asks for the entry reads there
/// @param index of its leaf
public record SealedPlace(EntryReader log, LeafIndex index, String chain, long seq) {
    /// Names the entry by its leaf.
    ///
    /// @throws UncheckedIOException where the log cannot be read, or does not prove the leaf
    public EntryRef reference() {
        try {
            return new EntryRef(chain, seq, new Hash(log.at(index).leaf().hash().bytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The event that it is, or that it amends, as it says.
    ///
    /// @throws UncheckedIOException where the log cannot be read, or does not prove the leaf
    public EventEntry event() {
        try {
            AuditEntry entry = log.entry(log.at(index));
            return entry.getEvent()
                    .or(() -> entry.getAmendment().map(AmendmentEntry::getRevised))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
