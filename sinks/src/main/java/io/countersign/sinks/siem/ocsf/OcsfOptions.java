package io.countersign.sinks.siem.ocsf;

import io.countersign.schemas.EntryKind;
import java.util.Set;

/// What the events hold.
///
/// @param productVersion the version of Countersign, for `metadata.product.version`
/// @param skipKinds entry kinds that become no event
/// @param includeSubjectTokensWhichArePhi whether events carry the patients' keyed tokens
public record OcsfOptions(
        String productVersion, Set<EntryKind> skipKinds, boolean includeSubjectTokensWhichArePhi) {
    public OcsfOptions {
        if (productVersion.isBlank()) {
            throw new IllegalArgumentException("productVersion is empty");
        }
        skipKinds = Set.copyOf(skipKinds);
    }
}
