package io.countersign.detectors.identity;

import io.countersign.detectors.identity.Who.Resolution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The directory of people. A spelling resolves where exactly one person had it at that time: as it
/// stands, else in the first form that the declared rules make of it and that anybody has. An
/// address resolves where its leases of that time lead to exactly one person. What two people share
/// resolves to nobody. Immutable, for any thread.
public final class People {
    /// Of several stints of one person at one time, the one that began last says what he or she
    /// does.
    private static final Comparator<Stint> LATER =
            Comparator.comparing((Stint stint) -> stint.period().from())
                    .thenComparing(Stint::department)
                    .thenComparing(Stint::role);

    private final SpellingRules rules;
    private final Map<String, List<Stint>> bySpelling;
    private final List<Map<String, List<Lease>>> leases;

    private People(
            SpellingRules rules,
            Map<String, List<Stint>> bySpelling,
            List<Map<String, List<Lease>>> leases) {
        this.rules = rules;
        this.bySpelling = bySpelling;
        this.leases = leases;
    }

    /// The directory that its parts make together.
    public static People of(Collection<PeoplePart> parts) {
        SpellingRules rules = SpellingRules.NONE;
        Map<String, List<Stint>> bySpelling = new HashMap<>();
        List<Map<String, List<Lease>>> leases = new ArrayList<>();
        for (PeoplePart part : parts) {
            rules = part.rules().orElse(rules);
            part.stints().forEach(stint -> add(bySpelling, stint));
            if (!part.leases().isEmpty()) {
                leases.add(part.leases());
            }
        }
        return new People(rules, bySpelling, leases);
    }

    /// A person's id is a spelling too.
    private static void add(Map<String, List<Stint>> bySpelling, Stint stint) {
        Set<String> spellings = new HashSet<>();
        spellings.add(SpellingRules.folded(stint.person()));
        stint.spellings().forEach(spelling -> spellings.add(SpellingRules.folded(spelling)));
        for (String spelling : spellings) {
            bySpelling.computeIfAbsent(spelling, _none -> new ArrayList<>(1)).add(stint);
        }
    }

    /// Some leases, to be found by their address.
    public static Map<String, List<Lease>> byAddress(List<Lease> leases) {
        Map<String, List<Lease>> byAddress = new HashMap<>();
        for (Lease lease : leases) {
            byAddress
                    .computeIfAbsent(
                            SpellingRules.folded(lease.address()), _none -> new ArrayList<>(1))
                    .add(lease);
        }
        return byAddress;
    }

    /// Whom the directory names.
    public Who at(Sighting sighting) {
        boolean sharedPlace =
                sighting.device().filter(rules::isSharedDevice).isPresent()
                        || sighting.address().filter(rules::isSharedDevice).isPresent();
        if (sighting.user().isEmpty()) {
            return byLease(
                    sighting, sharedPlace, sharedPlace ? Resolution.SHARED : Resolution.NOBODY);
        }
        Set<String> forms = rules.forms(sighting.user().get());
        return rules.isSharedAccount(forms)
                ? byLease(sighting, true, Resolution.SHARED)
                : named(forms, sighting.time(), false);
    }

    /// Spellings that several people have at one time, each with their ids.
    public Map<String, Set<String>> ambiguous(Instant time) {
        Map<String, Set<String>> ambiguous = new HashMap<>();
        bySpelling.forEach((spelling, stints) -> {
            Set<String> people = new HashSet<>();
            stints.stream()
                    .filter(stint -> stint.period().contains(time))
                    .forEach(stint -> people.add(stint.person()));
            if (people.size() > 1) {
                ambiguous.put(spelling, Set.copyOf(people));
            }
        });
        return ambiguous;
    }

    private Who named(Set<String> forms, Instant time, boolean byLease) {
        for (String form : forms) {
            Stint found = null;
            for (Stint stint : bySpelling.getOrDefault(form, List.of())) {
                if (!stint.period().contains(time)) {
                    continue;
                }
                if (found != null && !found.person().equals(stint.person())) {
                    return Who.unresolved(Resolution.AMBIGUOUS);
                }
                found = found == null || LATER.compare(stint, found) > 0 ? stint : found;
            }
            if (found != null) {
                return Who.of(found, byLease);
            }
        }
        return Who.unresolved(Resolution.UNKNOWN_SPELLING);
    }

    /// @param badgesOnly where the device or the account is nobody's own
    private Who byLease(Sighting sighting, boolean badgesOnly, Resolution otherwise) {
        if (sighting.address().isEmpty()) {
            return Who.unresolved(otherwise);
        }
        String address = SpellingRules.folded(sighting.address().get());
        Map<String, Who> found = new HashMap<>();
        for (Map<String, List<Lease>> part : leases) {
            for (Lease lease : part.getOrDefault(address, List.of())) {
                if (lease.period().contains(sighting.time())
                        && (!badgesOnly || lease.kind() == Lease.Kind.BADGE)) {
                    Who who = named(rules.forms(lease.person()), sighting.time(), true);
                    found.put(who.person().orElse("?" + lease.person()), who);
                }
            }
        }
        return switch (found.size()) {
            case 0 -> Who.unresolved(otherwise);
            case 1 -> found.values().iterator().next();
            default -> Who.unresolved(Resolution.AMBIGUOUS);
        };
    }

    /// How many spellings are known.
    public int spellings() {
        return bySpelling.size();
    }

    /// Counts only: names of people are nobody's log line.
    @Override
    public String toString() {
        return "People[" + bySpelling.size() + " spellings]";
    }
}
