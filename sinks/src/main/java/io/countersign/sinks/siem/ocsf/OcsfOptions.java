package io.countersign.sinks.siem.ocsf;

/// What the events hold.
///
/// @param productVersion the version of Countersign, for `metadata.product.version`
/// @param includeSubjectTokensWhichArePhi whether events carry the patients' keyed tokens
public record OcsfOptions(String productVersion, boolean includeSubjectTokensWhichArePhi) {
    public OcsfOptions {
        if (productVersion.isBlank()) {
            throw new IllegalArgumentException("productVersion is empty");
        }
    }
}
