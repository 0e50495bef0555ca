package io.countersign.app.retention;

import io.countersign.schemas.DisposalEntry;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.HoldEntry;
import io.countersign.schemas.ShredEntry;
import java.io.IOException;

/// Has an act chained and waits until it is sealed: what is destroyed then is destroyed on record.
public interface ChainedAct {
    /// @throws RefusedException where the log did not take and seal it in time
    EntryRef sealed(ShredEntry shred) throws IOException;

    /// As above.
    EntryRef sealed(HoldEntry hold) throws IOException;

    /// As above.
    EntryRef sealed(DisposalEntry disposal) throws IOException;
}
