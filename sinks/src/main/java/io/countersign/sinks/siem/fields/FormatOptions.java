package io.countersign.sinks.siem.fields;

/// What the events of a flat format hold.
///
/// @param productVersion the version of Countersign
/// @param includeSubjectTokensWhichArePhi whether events carry the patients' keyed tokens
public record FormatOptions(String productVersion, boolean includeSubjectTokensWhichArePhi) {
    public FormatOptions {
        if (productVersion.isBlank()) {
            throw new IllegalArgumentException("productVersion is empty");
        }
    }
}
