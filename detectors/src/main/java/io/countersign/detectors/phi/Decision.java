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

    /// The rule that decided. The names are stable codes; each says in one sentence what it means.
    public enum Reason {
        IDENTITY_AND_HEALTH(
                "A person's name, or a number that only this person has, stands with a health fact: PHI."),
        IDENTITY_AND_VISIT(
                "A person's name or number stands with an appointment, a visit or a date or place of care, and nothing"
                        + " else of health: PHI in a covered entity's traffic."),
        CONTACT_AND_HEALTH(
                "A way to reach a person whom the text tells of (telephone, e-mail, address) stands with a health fact:"
                        + " PHI."),
        CARE_IDENTIFIER(
                "An identifier that exists only in care, such as an MRN or an MBI, says by itself that its owner is a"
                        + " patient: PHI."),
        QUASI_IDENTIFIERS_AND_HEALTH(
                "Several weak identifiers of a person (dates, ZIP codes, places) stand with a health fact, as in an"
                        + " extract without names: PHI."),
        IDENTITY_WITHOUT_HEALTH(
                "Somebody is identified, but nothing is said of health, care or payment."),
        CLINICIANS_AND_HEALTH(
                "Health facts, and the only people named are clinicians: they are not the ones whom the facts are about."),
        RARE_CONDITION_WITHOUT_IDENTITY(
                "A rare condition of somebody without an identifier, but with a state, an age or a year that may single"
                        + " the person out."),
        HEALTH_WITHOUT_IDENTITY("Health facts of nobody."),
        DE_IDENTIFIED_PLACEHOLDERS(
                "Placeholders such as [Patient] or XXX stand where the identity stood."),
        NOTHING_FOUND("Neither an identity nor a health fact."),
        NOT_FULLY_INSPECTED("Nothing decisive in what was inspected, but not all of it was.");

        private final String meaning;

        Reason(String meaning) {
            this.meaning = meaning;
        }

        /// One sentence for a reader of the log.
        public String meaning() {
            return meaning;
        }
    }

    /// What a reviewer should know beside the answer. Stable codes as well.
    public enum Hint {
        REIDENTIFICATION_RISK(
                "No direct identifier, but dates, places, or a rare condition with a state and an age or year, that"
                        + " might single somebody out."),
        CLINICIAN_NAMES_ONLY("The only names are those of clinicians."),
        RELATIVE_NAMED("A relative or an emergency contact of the patient is named."),
        PLACEHOLDERS("Placeholders stand in the text."),
        INDEX_MATCH("The patient index names somebody of whom the text speaks."),
        NO_INDEX_MATCH(
                "PHI by its form, and the patient index, being fresh, knows nobody in it: perhaps of somebody's own"
                        + " family, perhaps invented."),
        PATIENT_INDEX_STALE("The patient index is too old to say that somebody is no patient.");

        private final String meaning;

        Hint(String meaning) {
            this.meaning = meaning;
        }

        /// One sentence for a reader of the log.
        public String meaning() {
            return meaning;
        }
    }

    Decision with(Hint hint) {
        List<Hint> more = new ArrayList<>(hints);
        more.add(hint);
        return new Decision(answer, reason, more);
    }
}
