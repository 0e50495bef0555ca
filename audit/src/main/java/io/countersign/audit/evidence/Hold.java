package io.countersign.audit.evidence;

import io.countersign.audit.merkle.Sha256;
import java.util.List;
import java.util.TreeMap;

/// A hold's file as it was read.
///
/// @param id of the hold
/// @param sha256 of the whole file, which the log's `hold` entry names
/// @param keys of the held records
public record Hold(String id, Sha256 sha256, List<HeldKey> keys) {
    public Hold {
        keys = List.copyOf(keys);
    }

    /// Held records by kid.
    public TreeMap<String, Long> byQuarter() {
        TreeMap<String, Long> counts = new TreeMap<>();
        keys.forEach(key -> counts.merge(key.kid(), 1L, Long::sum));
        return counts;
    }
}
