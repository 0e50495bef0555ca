package io.countersign.forensics.cases;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// An event of a case, as it is judged now.
///
/// @param place of the event's own entry
/// @param who the person's id, or the user as the source spelt it; empty where nobody was named
/// @param recipient what received it, such as `anthropic.claude`
/// @param account CORPORATE, PERSONAL or UNKNOWN
/// @param action ALLOWED, BLOCKED or OTHER; empty where the source does not say
/// @param status of the answer, as HTTP gives it
/// @param inspected FULL, PARTIAL, BY_SOURCE or NOT_INSPECTED
/// @param phi empty: undecided
/// @param coverage COVERED, NOT_COVERED or UNKNOWN
/// @param baa the register's row that decided
/// @param more subjects that the entry counts and does not name
/// @param amended true where later knowledge changed the verdict
public record Disclosure(
        Place place,
        Instant happenedAt,
        Optional<String> who,
        Optional<String> department,
        String recipient,
        String account,
        String activity,
        Optional<String> action,
        Optional<Integer> status,
        String inspected,
        Optional<Boolean> phi,
        String coverage,
        Optional<String> baa,
        List<String> coverageReasons,
        List<Element> elements,
        List<SubjectToken> subjects,
        MoreSubjects more,
        List<String> hints,
        boolean amended) {
    /// A kind of thing that was found, and how often.
    ///
    /// @param type an info type, such as `MRN`
    /// @param sensitivities the stricter rules that it falls under
    public record Element(String type, int count, List<String> sensitivities) {
        public Element {
            sensitivities = List.copyOf(sensitivities);
        }
    }

    /// A keyed token of somebody that the text names: derived from PHI, and treated as PHI.
    ///
    /// @param type of the identifier that it was made from
    /// @param token 64 lower-case hexadecimal digits
    /// @param inIndex true where it is the token of a patient of the index, one a year
    public record SubjectToken(String type, String token, boolean inIndex) {
        @Override
        public String toString() {
            return "SubjectToken[" + type + "]";
        }
    }

    /// Subjects of a text beyond those that its entry has room to name, each once.
    ///
    /// @param patients of the index
    /// @param identifiers that the index does not know
    public record MoreSubjects(int patients, int identifiers) {
        public static final MoreSubjects NONE = new MoreSubjects(0, 0);

        public MoreSubjects {
            if (patients < 0 || identifiers < 0) {
                throw new IllegalArgumentException("fewer than none");
            }
        }

        int all() {
            return Math.addExact(patients, identifiers);
        }
    }

    public Disclosure {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(happenedAt, "happenedAt");
        coverageReasons = List.copyOf(coverageReasons);
        elements = List.copyOf(elements);
        subjects = List.copyOf(subjects);
        hints = List.copyOf(hints);
    }

    /// True where the proxy kept it back, so that nothing reached the recipient.
    public boolean isBlocked() {
        return action.filter("BLOCKED"::equals).isPresent();
    }

    /// True where nobody saw all of what was sent: whose data it was is for a person to say.
    public boolean isUnseen() {
        return !inspected.equals("FULL");
    }

    /// True where it left, and no agreement covered it: what 45 CFR 164.402 asks about.
    public boolean isUncovered() {
        return !isBlocked() && !coverage.equals("COVERED");
    }

    /// Place and verdict: tokens and people stay out of logs.
    @Override
    public String toString() {
        return "Disclosure[" + place + ", " + coverage + "]";
    }
}
