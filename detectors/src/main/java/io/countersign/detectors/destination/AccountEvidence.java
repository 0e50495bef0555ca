package io.countersign.detectors.destination;

import io.countersign.detectors.Likelihood;
import java.util.Objects;

/// One reason to think that a request ran under a certain account.
///
/// @param kind a reason code such as `ORG_IN_PATH`
/// @param value what it names; lower case where the vendor's ids are
/// @param likelihood how far it goes; below LIKELY it decides nothing
/// @param undocumented true: the vendor does not document this, somebody observed it
/// @param id what the value is
public record AccountEvidence(
        String kind, String value, Likelihood likelihood, boolean undocumented, IdKind id) {
    public AccountEvidence {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(likelihood, "likelihood");
        Objects.requireNonNull(id, "id");
    }

    /// Whether it can settle the account alone.
    public boolean decides() {
        return id.namesAccount() && likelihood.atLeast(Likelihood.LIKELY);
    }

    /// Redacted: a source may have written anything.
    @Override
    public String toString() {
        return "AccountEvidence[" + kind + ", " + likelihood + "]";
    }
}
