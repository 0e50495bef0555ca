package io.countersign.detectors.phi;

/// A group of recognisers that a detector may do without. Identifiers with a shape, a check digit
/// or a context word (numbers, dates, e-mail addresses, URLs) are always looked for.
public enum Recognition {
    /// Diagnoses, drugs, procedures, laboratory and visits in words, and who the text speaks of:
    /// without it the decision knows identity only.
    HEALTH,
    /// People, facilities, streets and cities: the dear part, from the word lists.
    NAMES_AND_PLACES
}
