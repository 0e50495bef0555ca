package io.countersign.detectors;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Something found: it points to its place and never holds the text.
///
/// @param type what it is
/// @param leaf which leaf of the inspection, an index from 0
/// @param span where in the leaf, in bytes
/// @param likelihood how sure
/// @param evidence codes that say why, such as `CONTEXT_MRN` or `CHECKSUM_FAILED`; never text of
///   the input
public record Finding(
        InfoType type, int leaf, Span span, Likelihood likelihood, List<String> evidence) {
    public Finding {
        Objects.requireNonNull(type, "type");
        if (leaf < 0) {
            throw new IllegalArgumentException("leaf is negative");
        }
        Objects.requireNonNull(span, "span");
        Objects.requireNonNull(likelihood, "likelihood");
        evidence = List.copyOf(evidence);
    }

    /// Which stricter rules the finding falls under; most often none.
    public Set<Sensitivity> sensitivities() {
        Set<Sensitivity> found = EnumSet.noneOf(Sensitivity.class);
        for (Sensitivity one : Sensitivity.values()) {
            if (evidence.contains(one.name())) {
                found.add(one);
            }
        }
        return found;
    }
}
