package io.countersign.audit.verify;

import io.countersign.audit.merkle.TreeSize;
import java.util.Optional;

/// A stretch of a log that is read instead of the whole: from the end of one seal to the end of
/// another. What lies before and after is bound to it by consistency proofs, and is not read.
///
/// @param from leaves that are passed over, the last of them a seal; 0: none, which needs an end
/// @param to leaves up to which is read, the last of them a seal; empty: to the log's end
public record Part(TreeSize from, Optional<TreeSize> to) {
    public Part {
        if (from.value() == 0 && to.isEmpty()) {
            throw new IllegalArgumentException(
                    "a part begins behind a seal, or ends before the log");
        }
        if (to.isPresent() && to.get().compareTo(from) <= 0) {
            throw new IllegalArgumentException("a part ends behind its beginning");
        }
    }
}
