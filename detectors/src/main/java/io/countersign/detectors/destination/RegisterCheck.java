package io.countersign.detectors.destination;

import io.countersign.detectors.destination.Agreement.RegisteredId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Whether the rows of a register fit the catalogue and each other. Each row that does not is named
/// by its id ([UnfitRowException]).
///
/// @param services the services of the catalogue by their ids
record RegisterCheck(
        Map<String, Service> services,
        List<Agreement> agreements,
        Set<String> sanctioned,
        SiteFacts facts) {
    /// @throws IllegalArgumentException where a row does not
    void check() {
        checkNames();
        agreements.forEach(this::checkPlans);
        checkOverlaps();
        for (Deidentified row : facts.deidentified()) {
            row.services().forEach(id -> known(List.of(row.id()), "row " + row.id(), id));
        }
        for (UseRule rule : facts.useRules()) {
            rule.services().forEach(id -> known(List.of(rule.id()), "rule " + rule.id(), id));
        }
        for (SiteFacts.Route route : facts.routes()) {
            route.processors().forEach(id -> known(List.of(), "source " + route.source(), id));
        }
        for (String id : sanctioned) {
            if (!services.containsKey(id)) {
                throw new IllegalArgumentException(
                        "sanctioned service is not in the catalogue: " + id);
            }
        }
    }

    /// Verdicts name a row by its id alone.
    private void checkNames() {
        Set<String> ids = new HashSet<>();
        Stream.of(
                        agreements.stream().map(Agreement::id),
                        facts.selfHosted().stream().map(SelfHosted::id),
                        facts.deidentified().stream().map(Deidentified::id),
                        facts.useRules().stream().map(UseRule::id))
                .flatMap(Function.identity())
                .forEach(id -> {
                    if (!ids.add(id)) {
                        throw new UnfitRowException(List.of(id), "two rows are called " + id);
                    }
                });
    }

    private void checkPlans(Agreement row) {
        String named = "row " + row.id();
        for (String id : row.services()) {
            Service service = known(List.of(row.id()), named, id);
            if (row.everyAccount() && !service.mayCoverEveryAccount()) {
                throw new UnfitRowException(
                        List.of(row.id()),
                        named + " must name accounts: " + id + " has accounts without a BAA");
            }
            if (!service.hasPlan(row.plan())) {
                throw new UnfitRowException(
                        List.of(row.id()), named + ": " + id + " has no plan " + row.plan());
            }
        }
    }

    private Service known(List<String> rows, String who, String id) {
        Service service = services.get(id);
        if (service == null) {
            throw new UnfitRowException(
                    rows, who + " names a service that is not in the catalogue: " + id);
        }
        return service;
    }

    /// Two rows must never have an answer each for one account, service and day: which one counted
    /// would be a matter of luck, and six years later nobody could tell.
    private void checkOverlaps() {
        for (int i = 0; i < agreements.size(); i++) {
            for (int j = i + 1; j < agreements.size(); j++) {
                Agreement one = agreements.get(i);
                Agreement other = agreements.get(j);
                Optional<String> service = sharedService(one, other);
                if (service.isPresent()
                        && one.inForce().overlaps(other.inForce())
                        && sharesAccount(one, other)) {
                    throw new UnfitRowException(
                            List.of(other.id(), one.id()),
                            "rows "
                                    + other.id()
                                    + " and "
                                    + one.id()
                                    + " both speak for the same account of "
                                    + service.get()
                                    + " at the same time: end one with valid_to before the other begins, or take the account out of one");
                }
            }
        }
    }

    private static Optional<String> sharedService(Agreement one, Agreement other) {
        return one.services().stream().filter(other.services()::contains).sorted().findFirst();
    }

    private static boolean sharesAccount(Agreement one, Agreement other) {
        if (one.everyAccount() || other.everyAccount()) {
            return true;
        }
        for (RegisteredId id : one.accounts()) {
            for (RegisteredId there : other.accounts()) {
                if (id.kind() == there.kind() && id.value().equalsIgnoreCase(there.value())) {
                    return true;
                }
            }
        }
        return false;
    }
}
