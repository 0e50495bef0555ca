package io.countersign.topology.alerts;

import io.countersign.detectors.destination.Agreement;
import io.countersign.detectors.destination.Policy;
import io.countersign.detectors.destination.Service;
import io.countersign.detectors.destination.UseRule;
import io.countersign.schemas.Account;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.PersonPart;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the policy knows about the service at the other end: whether the site has a covered account
/// there, and what the recipient does with what it is sent. Asks the policy in force; where there
/// is none it knows nothing.
public final class Recipients {
    private final Supplier<Optional<Policy>> policy;

    public Recipients(Supplier<Optional<Policy>> policy) {
        this.policy = policy;
    }

    /// A covered account of the site at the same vendor, as `product, row`; empty where there is
    /// none.
    public String coveredAt(Seen seen) {
        return policy.get()
                .flatMap(known ->
                        service(known, seen).flatMap(service -> coveredAt(known, service, seen)))
                .orElse("");
    }

    private static Optional<String> coveredAt(Policy known, Service service, Seen seen) {
        Instant time = Instant.ofEpochMilli(seen.timeMillis());
        for (Agreement row : known.register().agreements()) {
            if (row.signed().isEmpty()
                    || row.party() != Agreement.Party.SITE
                    || !row.inForce().contains(time)) {
                continue;
            }
            Optional<Service> covered =
                    row.services().stream()
                            .sorted()
                            .flatMap(id -> known.catalogue().service(id).stream())
                            .filter(other -> other.vendor().equals(service.vendor()))
                            .findFirst();
            if (covered.isPresent()) {
                return Optional.of(
                        covered.get().product() + " " + row.plan() + ", row " + row.id());
            }
        }
        return Optional.empty();
    }

    /// NEVER, DEFAULT_OFF, DEFAULT_ON, USER_CHOICE or UNKNOWN by the terms for such an account at
    /// that time; empty where there are none.
    public String trains(Seen seen) {
        boolean personal = seen.event().getDestination().getAccount() != Account.CORPORATE;
        Instant time = Instant.ofEpochMilli(seen.timeMillis());
        return policy.get()
                .flatMap(known -> service(known, seen))
                .flatMap(service ->
                        service.terms().stream()
                                .filter(terms -> terms.period().contains(time))
                                .filter(terms ->
                                        terms.personal() == personal
                                                || terms.plan().equals(Service.ALL_PLANS))
                                .findFirst())
                .map(terms -> terms.recipient().trainsOnInput().name())
                .orElse("");
    }

    /// The rule of use for the person at the service.
    public Optional<UseRule> useRule(Seen seen) {
        return policy.get()
                .flatMap(known ->
                        seen.event()
                                .getDestination()
                                .getService()
                                .flatMap(service ->
                                        known.register().useRule(whom(seen.event()), service)));
    }

    /// Whom the rule may be for, by the source's spelling and by the directory of people.
    private static UseRule.Whom whom(EventEntry event) {
        Optional<PersonPart> person = event.getPerson();
        return new UseRule.Whom(
                both(event.getUser(), person.flatMap(PersonPart::getId)),
                both(event.getDepartment(), person.flatMap(PersonPart::getDepartment)),
                person.flatMap(PersonPart::getRole));
    }

    private static Set<String> both(Optional<String> one, Optional<String> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
    }

    private static Optional<Service> service(Policy known, Seen seen) {
        return seen.event()
                .getDestination()
                .getService()
                .flatMap(id -> known.catalogue().service(id));
    }
}
