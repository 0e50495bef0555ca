package io.countersign.bench.archive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An incident whose truth is known: one person sends data of patients to a service that no
/// agreement covers, over some weeks, each patient once or twice. Between them lie events of the
/// same person that affect nobody: to a covered service, or blocked by the proxy, about other
/// patients.
///
/// @param name of the case
/// @param eighth of a year in which it happens, counted over all six years from 0
/// @param residents patients affected, by state, in order
/// @param mediaDue whether the law asks for a notice to the media: more than 500 residents of a
///   state
/// @param hhsAtOnce whether it asks for one to HHS within 60 days: 500 or more in all
record PlantedCase(
        String name,
        int eighth,
        Map<String, Integer> residents,
        boolean mediaDue,
        boolean hhsAtOnce) {
    /// Events that affect nobody.
    private static final int HARMLESS = 60;

    /// One of so many disclosures names the next patient too.
    private static final int NAMES_TWO = 3;

    /// The four counts that decide about notices, each in another year.
    static final List<PlantedCase> ALL =
            List.of(
                    new PlantedCase("499", 3, Map.of("NY", 499), false, false),
                    new PlantedCase("500", 12, Map.of("NY", 500), false, true),
                    new PlantedCase("501", 22, Map.of("NY", 501), true, true),
                    new PlantedCase("251-250", 33, twoStates(), false, true));

    PlantedCase {
        residents = Collections.unmodifiableMap(new LinkedHashMap<>(residents));
    }

    private static Map<String, Integer> twoStates() {
        Map<String, Integer> residents = new LinkedHashMap<>();
        residents.put("NY", 251);
        residents.put("NJ", 250);
        return residents;
    }

    /// Who did it.
    String person() {
        return "p-case-" + name;
    }

    int individuals() {
        return residents.values().stream().mapToInt(Integer::intValue).sum();
    }

    int events() {
        return individuals() + HARMLESS;
    }

    /// What one of its events is.
    ///
    /// @param individuals whom it names, as numbers of this case; from [#individuals()] on they are
    ///   not affected
    record Act(boolean covered, boolean blocked, List<Integer> individuals) {}

    /// @param event from 0 to [#events()]
    Act act(int event) {
        if (event >= individuals()) {
            boolean covered = event % 2 == 0;
            return new Act(covered, !covered, List.of(event));
        }
        List<Integer> named = new ArrayList<>(List.of(event));
        if (event % NAMES_TWO == 0) {
            named.add((event + 1) % individuals());
        }
        return new Act(false, false, named);
    }

    /// The state that an affected individual lives in.
    String state(int individual) {
        int before = 0;
        for (Map.Entry<String, Integer> state : residents.entrySet()) {
            before += state.getValue();
            if (individual < before) {
                return state.getKey();
            }
        }
        throw new IllegalArgumentException("nobody affected");
    }
}
