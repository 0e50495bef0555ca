package io.countersign.ledger;

import io.countersign.audit.note.NoteSignature;
import java.util.List;

/// What a witness said to a checkpoint.
sealed interface WitnessAnswer {
    /// It cosigned: lines that verify, at least one.
    record Cosigned(List<NoteSignature> lines) implements WitnessAnswer {
        public Cosigned {
            lines = List.copyOf(lines);
        }
    }

    /// It knows the log at this size, and wants a proof from there.
    record KnowsSize(long size) implements WitnessAnswer {}

    /// It did not cosign.
    ///
    /// @param reason a few words without content
    record Refused(String reason) implements WitnessAnswer {}
}
