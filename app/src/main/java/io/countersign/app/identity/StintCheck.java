package io.countersign.app.identity;

import io.countersign.audit.chain.EntryGrammar;
import io.countersign.schemas.IdentityStint;
import io.countersign.schemas.PolicyPeriod;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What holds for each row of people, whatever file it came in.
final class StintCheck {
    /// A person has fewer names.
    static final int MAX_SPELLINGS = 64;

    private StintCheck() {}

    static IdentityStint stint(
            String place,
            String person,
            Set<String> spellings,
            String department,
            String role,
            PolicyPeriod period)
            throws InvalidIdentityFileException {
        check(place, "the person's id", person);
        if (spellings.size() > MAX_SPELLINGS) {
            throw new InvalidIdentityFileException(
                    place, "more than " + MAX_SPELLINGS + " spellings of one person");
        }
        for (String spelling : spellings) {
            check(place, "a spelling", spelling);
        }
        // In one order, so that the same people make the same record.
        return new IdentityStint(
                person, List.copyOf(new TreeSet<>(spellings)), department, role, period);
    }

    private static void check(String place, String what, String text)
            throws InvalidIdentityFileException {
        if (!EntryGrammar.user(text)) {
            throw new InvalidIdentityFileException(
                    place,
                    what
                            + " is missing or no name: at most 256 letters, digits, punctuation and inner spaces");
        }
    }
}
