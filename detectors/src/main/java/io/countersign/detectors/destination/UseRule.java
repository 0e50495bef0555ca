package io.countersign.detectors.destination;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/// What the site lets some people send to some services: the minimum necessary, 45 CFR 164.502(b).
/// The first rule that is for a person and service decides; where none is, anything goes.
///
/// @param id the rule's id
/// @param people whom it is for, as sources spell them; compared without case
/// @param departments departments that it is for
/// @param roles roles of the directory that it is for; with all three empty: everybody
/// @param services catalogue ids of the services
/// @param types info types that may go there; empty: any
/// @param patientsPerPrompt at most so many in one prompt
/// @param patientsPerDay at most so many in a day; one record cannot show it, so that who adds up
///   days (the alert topology) has to judge it
public record UseRule(
        String id,
        Set<String> people,
        Set<String> departments,
        Set<String> roles,
        Set<String> services,
        Set<String> types,
        OptionalInt patientsPerPrompt,
        OptionalInt patientsPerDay) {
    public UseRule {
        if (!id.matches("[a-z0-9][a-z0-9.-]{0,63}")) {
            throw new IllegalArgumentException("a rule id is lower case letters, digits, . and -");
        }
        people = folded(people);
        departments = folded(departments);
        roles = folded(roles);
        services = Set.copyOf(services);
        types = Set.copyOf(types);
        Objects.requireNonNull(patientsPerPrompt, "patientsPerPrompt");
        Objects.requireNonNull(patientsPerDay, "patientsPerDay");
        if (services.isEmpty()) {
            throw new IllegalArgumentException("rule " + id + " names no service");
        }
        if (types.isEmpty() && patientsPerPrompt.isEmpty() && patientsPerDay.isEmpty()) {
            throw new IllegalArgumentException("rule " + id + " limits nothing");
        }
    }

    private static Set<String> folded(Set<String> names) {
        Set<String> folded = new HashSet<>();
        names.forEach(name -> folded.add(name.toLowerCase(Locale.ROOT)));
        return Set.copyOf(folded);
    }

    /// Somebody of whom a rule may be.
    ///
    /// @param names the person's id and the spelling of the source, as far as there are any
    /// @param departments where the person works, by the directory and by the source
    /// @param role by the directory
    public record Whom(Set<String> names, Set<String> departments, Optional<String> role) {
        public Whom {
            names = folded(names);
            departments = folded(departments);
            role = role.map(text -> text.toLowerCase(Locale.ROOT));
        }
    }

    /// Whether it is for this person at this service.
    public boolean isFor(Whom whom, String service) {
        return services.contains(service)
                && ((people.isEmpty() && departments.isEmpty() && roles.isEmpty())
                        || whom.names.stream().anyMatch(people::contains)
                        || whom.departments.stream().anyMatch(departments::contains)
                        || whom.role.filter(roles::contains).isPresent());
    }

    /// What of one prompt was more than the rule allows, in words; empty where nothing was.
    ///
    /// @param found info types of the PHI that went up
    /// @param patients how many distinct patients it named
    public List<String> breaches(Set<String> found, int patients) {
        List<String> breaches = new ArrayList<>();
        if (!types.isEmpty()) {
            for (String type : new TreeSet<>(found)) {
                if (!types.contains(type)) {
                    breaches.add("rule " + id + ": " + type);
                }
            }
        }
        if (patientsPerPrompt.isPresent() && patients > patientsPerPrompt.getAsInt()) {
            breaches.add(
                    "rule %s: %d patients in one prompt, at most %d"
                            .formatted(id, patients, patientsPerPrompt.getAsInt()));
        }
        return breaches;
    }
}
