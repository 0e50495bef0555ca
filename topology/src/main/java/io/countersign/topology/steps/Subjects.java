package io.countersign.topology.steps;

import io.countersign.audit.tokens.TokenKeys;
import io.countersign.detectors.Finding;
import io.countersign.detectors.Likelihood;
import io.countersign.detectors.phi.Inspection;
import io.countersign.detectors.phi.types.Mrn;
import io.countersign.schemas.MoreSubjects;
import io.countersign.schemas.Subject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whose PHI a text may be: a keyed token for each distinct identifier, where the text as a whole
/// is PHI. Patients of the index come first. An entry has room for about a thousand; of those
/// beyond it says how many there are, so that whoever counts individuals does not count too few.
///
/// @param named in the order of the text
/// @param more null where all are named
public record Subjects(List<Subject> named, @Nullable MoreSubjects more) {
    /// The reason of an entry that does not name all subjects.
    public static final String CUT = "SUBJECTS_CUT";

    /// Of an entry's 64 KiB: what else it may hold leaves so much.
    static final int MAX_BYTES = 40_000;

    /// Of a subject's encoding, beside the letters of its type: a token, a flag and lengths.
    private static final int SUBJECT_BYTES = 36;

    private static final Subjects NONE = new Subjects(List.of(), null);

    public Subjects {
        named = List.copyOf(named);
    }

    /// @param time of the event: tokens are of its year
    public static Subjects of(ContentFinding content, Instant time, TokenKeys tokens) {
        Optional<Inspection> found = content.inspection();
        if (found.isEmpty() || !content.phi().orElse(false)) {
            return NONE;
        }
        Inspection inspection = found.get();
        Room room = new Room(time.atOffset(ZoneOffset.UTC).getYear(), tokens);
        // Whoever is a patient is one subject, by the MRN, however the text names him or her.
        for (String mrn : inspection.patients()) {
            room.patient(mrn);
        }
        for (Finding finding : inspection.findings()) {
            if (!Inspection.ofPatient(finding)
                    && finding.type().category().identifier()
                    && finding.likelihood().atLeast(Likelihood.LIKELY)) {
                room.other(finding.type().name(), inspection.normalisedValue(finding));
            }
        }
        return room.subjects();
    }

    /// Why the entry does not name all of them.
    public Optional<String> cut() {
        return more == null ? Optional.empty() : Optional.of(CUT);
    }

    /// Fills up. Distinct identifiers have distinct tokens, so that those without room are counted
    /// by what they are, which stays in here.
    private static final class Room {
        private final int year;
        private final TokenKeys tokens;
        private final List<Subject> named = new ArrayList<>();
        private final Set<String> seen = new HashSet<>();
        private int bytes;
        private int patients;
        private int others;

        Room(int year, TokenKeys tokens) {
            this.year = year;
            this.tokens = tokens;
        }

        void patient(String mrn) {
            if (seen.add("P" + mrn) && !name(Mrn.TYPE.name(), mrn, true)) {
                patients++;
            }
        }

        void other(String type, String value) {
            if (seen.add(type + ' ' + value) && !name(type, value, false)) {
                others++;
            }
        }

        private boolean name(String type, String value, boolean inIndex) {
            int more = SUBJECT_BYTES + type.length();
            if (bytes + more > MAX_BYTES) {
                return false;
            }
            bytes += more;
            named.add(new Subject(type, tokens.token(year, type, value), inIndex));
            return true;
        }

        Subjects subjects() {
            return new Subjects(
                    named, patients + others > 0 ? new MoreSubjects(patients, others) : null);
        }
    }
}
