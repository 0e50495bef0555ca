package io.countersign.forensics.cases;

import io.countersign.forensics.cases.Disclosure.Element;
import io.countersign.forensics.cases.Disclosure.SubjectToken;
import io.countersign.forensics.cases.Individuals.Resident;
import io.countersign.forensics.cases.Individuals.Residents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Disclosures about invented patients.
final class CaseSamples {
    static final Instant THEN = Instant.parse("2026-03-01T10:00:00Z");

    private CaseSamples() {}

    static String token(int patient) {
        return "%064x".formatted(patient);
    }

    static Place place(long seq) {
        return new Place("audit.entry.v1/0@1", seq, "%064x".formatted(seq));
    }

    /// One that left for a private account, seen in full.
    static Disclosure left(long seq, SubjectToken... subjects) {
        return disclosure(seq, THEN, "ALLOWED", "FULL", "NOT_COVERED", subjects);
    }

    static Disclosure disclosure(
            long seq,
            Instant at,
            String action,
            String inspected,
            String coverage,
            SubjectToken... subjects) {
        return new Disclosure(
                place(seq),
                at,
                Optional.of("j.doe"),
                Optional.empty(),
                "anthropic.claude",
                "PERSONAL",
                "SEND",
                Optional.of(action),
                Optional.of(200),
                inspected,
                Optional.of(true),
                coverage,
                Optional.empty(),
                List.of("PERSONAL_ACCOUNT"),
                List.of(new Element("MRN", 1, List.of())),
                List.of(subjects),
                Disclosure.MoreSubjects.NONE,
                List.of(),
                false);
    }

    static SubjectToken patient(int number) {
        return new SubjectToken("MRN", token(number), true);
    }

    /// So many patients, each in a disclosure of their own, and where they live.
    static List<Disclosure> patients(int from, int count) {
        List<Disclosure> disclosures = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            disclosures.add(left(i, patient(i)));
        }
        return disclosures;
    }

    /// A vault in which the patients of each state are numbered on from the one before, beginning
    /// with 0; the state "" is an unknown one.
    static Residents vault(Map<String, Integer> counts) {
        return token -> {
            int number = Integer.parseInt(token, 16);
            int first = 0;
            for (Map.Entry<String, Integer> state : counts.entrySet()) {
                first += state.getValue();
                if (number < first) {
                    return Optional.of(
                            new Resident(
                                    "patient-" + number,
                                    Optional.of(state.getKey()).filter(name -> !name.isEmpty())));
                }
            }
            return Optional.empty();
        };
    }
}
