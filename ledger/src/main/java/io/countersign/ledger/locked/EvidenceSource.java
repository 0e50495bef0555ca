package io.countersign.ledger.locked;

import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.EvidenceRef;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// Where sealed evidence lies before it is locked. Belongs to one thread.
public interface EvidenceSource {
    /// Evidence that an entry refers to.
    ///
    /// @param chained when the entry was
    record Place(String chain, long seq, EvidenceRef ref, Instant chained) {}

    /// The envelopes of entries, in the order of the places, each with exactly the ciphertext that
    /// its entry names; those that are not to be had are left out. Of one chain the places ascend.
    ///
    /// @throws IOException where nobody can tell what is to be had
    List<EvidenceEnvelope> read(List<Place> places) throws IOException;
}
