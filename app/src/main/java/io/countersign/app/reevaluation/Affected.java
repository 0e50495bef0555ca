package io.countersign.app.reevaluation;

import io.countersign.schemas.EventEntry;
import io.countersign.schemas.PersonPart;
import io.countersign.schemas.Subject;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Events, and whom they are about. For one thread.
public final class Affected {
    /// More people or patients are not told apart.
    public static final int MAX_DISTINCT = 2_000_000;

    private long events;
    private final Set<String> people = new HashSet<>();
    private final Set<Subject> patients = new HashSet<>();
    private boolean cut;

    void add(EventEntry event) {
        events++;
        sender(event).ifPresent(sender -> put(people, sender));
        event.getSubjects().forEach(subject -> put(patients, subject));
    }

    /// The person by the directory, or the spelling of the source; empty where it names nobody.
    static Optional<String> sender(EventEntry event) {
        return event.getPerson().flatMap(PersonPart::getId).or(event::getUser);
    }

    private <T> void put(Set<T> set, T one) {
        if (set.size() < MAX_DISTINCT) {
            set.add(one);
        } else {
            cut |= !set.contains(one);
        }
    }

    public long events() {
        return events;
    }

    /// Who sent them.
    public Set<String> people() {
        return Collections.unmodifiableSet(people);
    }

    /// Distinct subject tokens: at most so many patients, since one has a token for each year and
    /// kind of identifier.
    public Set<Subject> patients() {
        return Collections.unmodifiableSet(patients);
    }

    /// True where there were more than [#MAX_DISTINCT], which are not counted.
    public boolean isCut() {
        return cut;
    }
}
