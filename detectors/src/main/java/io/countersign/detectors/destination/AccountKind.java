package io.countersign.detectors.destination;

/// Whose account a request ran under. The words of the audit entry.
public enum AccountKind {
    /// An account that the site's register names.
    CORPORATE,
    /// Shown to be no organisation's account: a consumer product, an individual plan, or signed-out
    /// use.
    PERSONAL,
    /// Not shown. Neither covered nor an accusation.
    UNKNOWN
}
