package io.countersign.detectors.phi;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Whether the texts together are PHI as HIPAA means it: who (identity) and something about health,
/// care or payment.
///
/// @param answer yes, no, or nobody can say from this text
/// @param reason the rule that decided; its name is a stable code
/// @param hints what a reviewer should know beside it
public record Decision(Answer answer, Reason reason, List<Hint> hints) {
    public Decision {
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(reason, "reason");
        hints = List.copyOf(hints);
    }

    /// True: PHI. False: not. Empty: undecided.
    public Optional<Boolean> phi() {
        return switch (answer) {
            case YES -> Optional.of(true);
            case NO -> Optional.of(false);
            case UNDECIDED -> Optional.empty();
        };
    }

    public enum Answer {
        YES,
        NO,
        UNDECIDED
    }

    public enum Reason {
        /// A person's identity and a health fact: PHI.
        IDENTITY_AND_HEALTH,
        /// An identifier that exists only in care, such as an MRN or an MBI: it says by itself that
        /// its owner is a patient.
        CARE_IDENTIFIER,
        /// Several weak identifiers of one person (dates, places) and a health fact, as in an
        /// extract without names: PHI.
        QUASI_IDENTIFIERS_AND_HEALTH,
        /// Somebody is identified, but nothing is said of health, care or payment.
        IDENTITY_WITHOUT_HEALTH,
        /// Health facts of nobody.
        HEALTH_WITHOUT_IDENTITY,
        /// Placeholders such as `[Patient]` or `XXX` stand where the identity stood.
        DE_IDENTIFIED_PLACEHOLDERS,
        NOTHING_FOUND,
        /// Nothing found in what was inspected, but not all of it was.
        NOT_FULLY_INSPECTED
    }

    public enum Hint {
        /// No direct identifier, but dates or places that might single somebody out.
        REIDENTIFICATION_RISK,
        /// The only names are those of clinicians.
        CLINICIAN_NAMES_ONLY,
        /// Placeholders stand in the text.
        PLACEHOLDERS,
        /// The patient index names somebody of whom the text speaks.
        INDEX_MATCH,
        /// It is PHI by its form, and the patient index, being fresh, knows nobody in it: perhaps
        /// of somebody's own family, perhaps invented.
        NO_INDEX_MATCH,
        /// The patient index is too old to say that somebody is no patient.
        PATIENT_INDEX_STALE
    }

    Decision with(Hint hint) {
        List<Hint> more = new ArrayList<>(hints);
        more.add(hint);
        return new Decision(answer, reason, more);
    }
}
