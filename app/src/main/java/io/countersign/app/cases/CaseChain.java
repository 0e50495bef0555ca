package io.countersign.app.cases;

import io.countersign.forensics.cases.StepEntry;
import io.countersign.schemas.EntryRef;
import java.util.Optional;

/// Has a step chained, and waits until the entry is committed.
@FunctionalInterface
public interface CaseChain {
    /// @return where it stands; empty where the log did not take it in time
    Optional<EntryRef> chained(StepEntry step);
}
