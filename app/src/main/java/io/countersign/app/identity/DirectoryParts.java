package io.countersign.app.identity;

import io.countersign.schemas.IdentityLease;
import io.countersign.schemas.IdentityPart;
import io.countersign.schemas.IdentityRules;
import io.countersign.schemas.IdentityStint;
import io.countersign.schemas.PolicyPeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a load makes of the published directory: history is kept, since events are resolved as of
/// their time.
///
/// A person whose row is new, or whose department, role or names changed, has another stint from
/// the time of the load on; the one before ends then, and so does the last one of whoever is in no
/// file any more. Where names were only added, they count for the whole stint. A row with `from` or
/// `to` replaces all that was known of the person. People and leases are spread over parts by a
/// hash, so that a change rewrites little.
public final class DirectoryParts {
    /// A part holds some thousand people, or ten thousand leases.
    static final int BUCKETS = 64;

    /// Leases that ended longer ago are dropped: no event comes that late.
    public static final Duration LEASE_RETENTION = Duration.ofDays(30);

    private static final String RULES = "rules";
    private static final String PEOPLE = "people/";
    private static final String LEASES = "leases/";

    private DirectoryParts() {}

    /// The parts that differ from what is published; empty where nothing does.
    ///
    /// @param published by key
    /// @param now the time of the load
    /// @throws InvalidIdentityFileException where rows of one person contradict each other
    public static List<IdentityPart> next(
            Map<String, IdentityPart> published, Declared declared, Instant now)
            throws InvalidIdentityFileException {
        Map<String, IdentityPart> next = new TreeMap<>();
        declared.rules().ifPresent(rules -> next.put(RULES, rules(rules, now)));
        if (declared.people().isPresent()) {
            people(next, published, declared.people().get(), now);
        }
        if (!declared.leases().isEmpty()) {
            leases(next, published, declared.leases(), now);
        }
        return next.values().stream()
                .filter(part -> !saysTheSame(part, published.get(part.getKey())))
                .toList();
    }

    private static boolean saysTheSame(
            IdentityPart part, @org.jspecify.annotations.Nullable IdentityPart before) {
        return before == null
                ? part.getStints().isEmpty()
                        && part.getLeases().isEmpty()
                        && part.getRules().isEmpty()
                : part.getStints().equals(before.getStints())
                        && part.getLeases().equals(before.getLeases())
                        && part.getRules().equals(before.getRules());
    }

    private static IdentityPart rules(IdentityRules rules, Instant now) {
        return IdentityPart.newBuilder()
                .setKey(RULES)
                .setLoadedMillis(now.toEpochMilli())
                .setRules(rules)
                .setStints(List.of())
                .setLeases(List.of())
                .build();
    }

    // ---- People ----

    private static void people(
            Map<String, IdentityPart> next,
            Map<String, IdentityPart> published,
            List<IdentityStint> rows,
            Instant now)
            throws InvalidIdentityFileException {
        Map<String, List<IdentityStint>> before =
                byPerson(
                        published.values().stream()
                                .flatMap(part -> part.getStints().stream())
                                .toList());
        Map<String, List<IdentityStint>> declared = byPerson(rows);
        Set<String> taken = new HashSet<>();
        before.values().forEach(history -> history.forEach(stint -> taken.addAll(names(stint))));
        Set<String> everybody = new TreeSet<>(before.keySet());
        everybody.addAll(declared.keySet());
        Map<String, List<IdentityStint>> buckets = new TreeMap<>();
        for (int i = 0; i < BUCKETS; i++) {
            buckets.put(key(PEOPLE, i), new ArrayList<>());
        }
        for (String person : everybody) {
            List<IdentityStint> history =
                    merged(
                            before.getOrDefault(person, List.of()),
                            declared.getOrDefault(person, List.of()),
                            taken,
                            now.toEpochMilli());
            buckets.computeIfAbsent(key(PEOPLE, bucket(person)), _none -> new ArrayList<>())
                    .addAll(history);
        }
        buckets.forEach((key, stints) ->
                next.put(
                        key,
                        IdentityPart.newBuilder()
                                .setKey(key)
                                .setLoadedMillis(now.toEpochMilli())
                                .setStints(stints)
                                .setLeases(List.of())
                                .build()));
    }

    private static Map<String, List<IdentityStint>> byPerson(List<IdentityStint> stints) {
        Map<String, List<IdentityStint>> byPerson = new LinkedHashMap<>();
        for (IdentityStint stint : stints) {
            byPerson.computeIfAbsent(stint.getPerson(), _none -> new ArrayList<>()).add(stint);
        }
        return byPerson;
    }

    private static List<IdentityStint> merged(
            List<IdentityStint> before, List<IdentityStint> rows, Set<String> taken, long now)
            throws InvalidIdentityFileException {
        if (rows.stream().anyMatch(row -> !row.getPeriod().equals(new PolicyPeriod(null, null)))) {
            return rows;
        }
        Optional<IdentityStint> row = asOne(rows);
        List<IdentityStint> history = new ArrayList<>();
        boolean goesOn = false;
        for (IdentityStint stint : before) {
            if (stint.getPeriod().getToMillis().isPresent()) {
                history.add(stint);
            } else if (row.isPresent() && onlyAdds(stint, row.get())) {
                history.add(with(row.get(), stint.getPeriod()));
                goesOn = true;
            } else if (stint.getPeriod().getFromMillis().orElse(Long.MIN_VALUE) < now) {
                Long from = stint.getPeriod().getFromMillis().orElse(null);
                history.add(with(stint, new PolicyPeriod(from, now)));
            }
        }
        if (row.isPresent() && !goesOn) {
            // Somebody new was always called so, unless the name was another's until now.
            boolean always =
                    before.isEmpty() && names(row.get()).stream().noneMatch(taken::contains);
            history.add(always ? row.get() : with(row.get(), new PolicyPeriod(now, null)));
        }
        return history;
    }

    private static Set<String> names(IdentityStint stint) {
        Set<String> names = new HashSet<>();
        stint.getSpellings().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return names;
    }

    /// Several rows of one person are one stint where they differ in names alone.
    private static Optional<IdentityStint> asOne(List<IdentityStint> rows)
            throws InvalidIdentityFileException {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        IdentityStint first = rows.getFirst();
        Set<String> spellings = new TreeSet<>();
        for (IdentityStint row : rows) {
            if (!row.getDepartment().equals(first.getDepartment())
                    || !row.getRole().equals(first.getRole())) {
                throw new InvalidIdentityFileException(
                        "person " + first.getPerson(),
                        "two departments or roles at one time: give the rows from and to");
            }
            spellings.addAll(row.getSpellings());
        }
        return Optional.of(
                new IdentityStint(
                        first.getPerson(),
                        List.copyOf(spellings),
                        first.getDepartment(),
                        first.getRole(),
                        first.getPeriod()));
    }

    private static boolean onlyAdds(IdentityStint before, IdentityStint row) {
        return before.getDepartment().equals(row.getDepartment())
                && before.getRole().equals(row.getRole())
                && row.getSpellings().containsAll(before.getSpellings());
    }

    private static IdentityStint with(IdentityStint stint, PolicyPeriod period) {
        return new IdentityStint(
                stint.getPerson(),
                stint.getSpellings(),
                stint.getDepartment(),
                stint.getRole(),
                period);
    }

    // ---- Leases ----

    private static void leases(
            Map<String, IdentityPart> next,
            Map<String, IdentityPart> published,
            Collection<IdentityLease> declared,
            Instant now) {
        long oldest = now.minus(LEASE_RETENTION).toEpochMilli();
        Map<String, Set<IdentityLease>> buckets = new TreeMap<>();
        for (IdentityPart part : published.values()) {
            if (!part.getLeases().isEmpty()) {
                buckets.computeIfAbsent(part.getKey(), _none -> new LinkedHashSet<>())
                        .addAll(part.getLeases());
            }
        }
        for (IdentityLease lease : declared) {
            String key = key(LEASES, bucket(lease.getAddress().toLowerCase(Locale.ROOT)));
            buckets.computeIfAbsent(key, _none -> new LinkedHashSet<>()).add(lease);
        }
        buckets.forEach((key, leases) ->
                next.put(
                        key,
                        IdentityPart.newBuilder()
                                .setKey(key)
                                .setLoadedMillis(now.toEpochMilli())
                                .setStints(List.of())
                                .setLeases(
                                        leases.stream()
                                                .filter(lease ->
                                                        lease.getPeriod()
                                                                        .getToMillis()
                                                                        .orElse(Long.MAX_VALUE)
                                                                >= oldest)
                                                .toList())
                                .build()));
    }

    /// For life: another function moves people to other keys, and they stay under the old one too.
    private static int bucket(String name) {
        return Math.floorMod(name.hashCode(), BUCKETS);
    }

    private static String key(String kind, int bucket) {
        return "%s%02x".formatted(kind, bucket);
    }
}
