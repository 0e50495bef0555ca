package io.countersign.forensics.cases;

import io.countersign.forensics.cases.Disclosure.SubjectToken;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Whom a case affects, in numbers. Tokens are no persons: a patient has one for each year, and
/// text that names somebody by an e-mail address alone has a token of its own. So there are two
/// numbers, and the truth lies between them: [#atLeast] counts patients of the index who are known
/// to differ, [#atMost] takes each token that nobody could merge for somebody else.
///
/// @param atLeast patients that the index names, tokens of one patient merged; 1 where others have
///   a token alone
/// @param atMost the same, and each other token as a person of its own
/// @param byState of [#atMost], how many live in which state; only where the vault says so
/// @param withoutState of [#atMost], those whose state nobody knows
/// @param unseen disclosures of which nobody saw all, and nobody attests whose data they hold
/// @param unnamed of [#atMost], those that entries count and have no room to name: their tokens are
///   in no table, and their letters need the evidence
/// @param merged false where no vault told which tokens are one patient's
public record Individuals(
        int atLeast,
        int atMost,
        Map<String, Integer> byState,
        int withoutState,
        int unseen,
        int unnamed,
        boolean merged) {
    /// What the identity vault says of a token, without opening a name.
    ///
    /// @param patient the same for all tokens of one patient, and no identifier
    /// @param state two letters; empty where the vault has none
    public record Resident(String patient, Optional<String> state) {}

    /// Finds residents by their tokens.
    @FunctionalInterface
    public interface Residents {
        /// @param token 64 lower-case hexadecimal digits
        Optional<Resident> of(String token);
    }

    public Individuals {
        byState = Map.copyOf(byState);
        if (atLeast < 0 || atMost < atLeast || withoutState > atMost || unnamed > withoutState) {
            throw new IllegalArgumentException(
                    atLeast + " at least, " + atMost + " at most, " + withoutState);
        }
    }

    /// Counts them over what left without cover. What was covered, or blocked, affects nobody.
    ///
    /// @param residents empty where there is no vault
    public static Individuals of(
            Collection<Disclosure> disclosures, Optional<Residents> residents) {
        Map<String, Optional<String>> stateByPerson = new HashMap<>();
        Map<Integer, Set<String>> patientsByYear = new HashMap<>();
        Set<String> known = new HashSet<>();
        int unseen = 0;
        int unnamed = 0;
        int mostInOne = 0;
        for (Disclosure disclosure : disclosures) {
            if (!disclosure.isUncovered()) {
                continue;
            }
            unseen += disclosure.isUnseen() ? 1 : 0;
            unnamed = Math.addExact(unnamed, disclosure.more().all());
            mostInOne = Math.max(mostInOne, patients(disclosure));
            int year = disclosure.happenedAt().atOffset(ZoneOffset.UTC).getYear();
            for (SubjectToken subject : disclosure.subjects()) {
                Optional<Resident> resident = residents.flatMap(vault -> vault.of(subject.token()));
                String person = resident.map(Resident::patient).orElse(subject.token());
                stateByPerson.put(person, resident.flatMap(Resident::state));
                if (resident.isPresent()) {
                    known.add(person);
                } else if (subject.inIndex()) {
                    patientsByYear.computeIfAbsent(year, _new -> new HashSet<>()).add(person);
                }
            }
        }
        // One patient has one token a year: those of one year are different patients for certain.
        int mostOfAYear = patientsByYear.values().stream().mapToInt(Set::size).max().orElse(0);
        Map<String, Integer> byState = new TreeMap<>();
        int without = 0;
        for (Optional<String> state : stateByPerson.values()) {
            if (state.isPresent()) {
                byState.merge(state.get(), 1, Integer::sum);
            } else {
                without++;
            }
        }
        // However many tokens stand for one person: where there is a token, there is a person.
        int different = Math.max(known.size() + mostOfAYear, Math.min(1, stateByPerson.size()));
        return new Individuals(
                Math.max(different, mostInOne),
                Math.addExact(stateByPerson.size(), unnamed),
                byState,
                Math.addExact(without, unnamed),
                unseen,
                unnamed,
                residents.isPresent());
    }

    /// Patients of the index in one text: they differ, named or not.
    private static int patients(Disclosure disclosure) {
        long named = disclosure.subjects().stream().filter(SubjectToken::inIndex).count();
        return Math.addExact((int) named, disclosure.more().patients());
    }

    /// With what people attest about what they sent and nobody saw. Of one of them all patients
    /// differ, so that the largest number is one of persons; those of several may be the same, or
    /// among those that the log knows, so that [#atMost] takes them for others.
    Individuals attested(List<Attestation> attestations) {
        int most = atLeast;
        int more = 0;
        int left = unseen;
        for (Attestation one : attestations) {
            if (one.patients().isPresent() && one.unseen() > 0) {
                most = Math.max(most, one.patients().get());
                more = Math.addExact(more, one.patients().get());
                left -= one.unseen();
            }
        }
        return new Individuals(
                most,
                Math.addExact(atMost, more),
                byState,
                Math.addExact(withoutState, more),
                left,
                unnamed,
                merged);
    }

    /// The states with more than some residents, in order.
    List<String> statesAbove(int residents) {
        List<String> above = new ArrayList<>();
        new TreeMap<>(byState)
                .forEach((state, count) -> {
                    if (count > residents) {
                        above.add(state);
                    }
                });
        return above;
    }
}
