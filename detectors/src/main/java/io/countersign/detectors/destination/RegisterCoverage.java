package io.countersign.detectors.destination;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides whether a BAA covered a request at its time: by what the vendor's texts rule out
/// ([VendorTerms]), by the account that the record shows ([RegisteredAccounts]), and by what that
/// account's row covers ([Contract]). What none of them settles is UNKNOWN.
final class RegisterCoverage {
    private final Register register;
    private final RegisteredAccounts accounts;

    RegisterCoverage(Register register, RegisteredAccounts accounts) {
        this.register = register;
        this.accounts = accounts;
    }

    /// Over the whole way that a request went: the service itself, and what the record or its
    /// source names beside it. The weakest link decides.
    Coverage of(Destination destination, Request request, Instant time) {
        if (destination.hostRole() == HostRole.WATCHED) {
            return Coverage.of(CoverageState.UNKNOWN, Reason.WATCHED_DOWNLOAD);
        }
        Coverage coverage = atService(destination, request, time);
        for (String link : destination.links(request)) {
            coverage = coverage.orWeaker(ofLink(link, time));
        }
        return withDataSet(coverage, destination, request, time)
                .with(
                        destination.links().stream()
                                .map(link -> Coverage.ON_THE_WAY + link)
                                .toList());
    }

    /// A gateway or processor on the way. No record shows its account, so the site's row for the
    /// service speaks; of several, the best.
    Coverage ofLink(String id, Instant time) {
        return atLink(id, time).also(Reason.WEAKEST_LINK, "link=" + id);
    }

    private Coverage atLink(String id, Instant time) {
        Optional<Service> service = register.service(id);
        if (service.isEmpty()) {
            return Coverage.of(CoverageState.UNKNOWN, Reason.SERVICE_NOT_IN_CATALOGUE);
        }
        VendorTerms terms = new VendorTerms(service.get(), time);
        if (terms.isNever()) {
            return Coverage.of(CoverageState.NOT_COVERED, Reason.NEVER_COVERED);
        }
        if (!register.isPresent()) {
            return Coverage.of(CoverageState.UNKNOWN, Reason.NO_BAA_REGISTER);
        }
        Optional<Coverage> best = Optional.empty();
        for (Agreement row : register.agreements()) {
            if (row.isFor(id, time)) {
                Coverage coverage = new Contract(row, service.get(), time).coversAll();
                if (best.isEmpty() || best.get().state().isWeakerThan(coverage.state())) {
                    best = Optional.of(coverage);
                }
            }
        }
        return best.orElseGet(() -> withoutAccount(terms, Reason.NO_ROW_FOR_SERVICE));
    }

    /// A note beside the coverage, which it does not change: that somebody declared a data set
    /// de-identified doesn't make a service covered.
    private Coverage withDataSet(
            Coverage coverage, Destination destination, Request request, Instant time) {
        List<Deidentified> rows = register.facts().deidentified();
        if (rows.isEmpty()) {
            return coverage;
        }
        List<Optional<String>> people = people(request);
        for (Deidentified row : rows) {
            if (people.stream()
                    .anyMatch(person -> row.reaches(person, destination.serviceId(), time))) {
                return coverage.also(
                        Reason.DEIDENTIFIED_ON_RECORD,
                        "dataset=" + row.dataset(),
                        "method=" + row.method().word(),
                        "document=" + row.document());
            }
        }
        return coverage;
    }

    /// The names of whoever it was, the spelling and the id; one that is absent where there is
    /// none.
    private static List<Optional<String>> people(Request request) {
        List<Optional<String>> people = new ArrayList<>(2);
        for (Hint hint : request.hints()) {
            if (hint.kind().equals(Hint.PERSON)) {
                people.add(Optional.of(hint.value()));
            }
        }
        return people.isEmpty() ? List.of(Optional.empty()) : people;
    }

    private Coverage atService(Destination destination, Request request, Instant time) {
        Optional<Service> service = register.service(destination.serviceId());
        if (service.isEmpty()) {
            return outsideCatalogue(request);
        }
        Coverage coverage = judged(service.get(), destination, request, time);
        boolean unsanctioned =
                register.isPresent()
                        && coverage.state() == CoverageState.NOT_COVERED
                        && isUse(destination)
                        && !register.isSanctioned(service.get().id());
        return unsanctioned ? coverage.also(Reason.UNSANCTIONED_SERVICE) : coverage;
    }

    private Coverage outsideCatalogue(Request request) {
        Optional<SelfHosted> own = register.selfHosted(request);
        if (own.isPresent()) {
            return new Coverage(
                    CoverageState.COVERED,
                    own.map(SelfHosted::id),
                    List.of(Reason.SELF_HOSTED.name()));
        }
        Coverage unlisted = Coverage.of(CoverageState.UNKNOWN, Reason.SERVICE_NOT_IN_CATALOGUE);
        return register.isPresent() ? unlisted.also(Reason.UNSANCTIONED_SERVICE) : unlisted;
    }

    private static boolean isUse(Destination destination) {
        return switch (destination.hostRole()) {
            case CHAT, API, CONSOLE -> true;
            case TELEMETRY, AUTH, ASSET, WATCHED -> false;
        };
    }

    private Coverage judged(
            Service service, Destination destination, Request request, Instant time) {
        VendorTerms terms = new VendorTerms(service, time);
        Optional<Coverage> ruledOut = terms.ruleOut(destination, request);
        if (ruledOut.isPresent()) {
            return ruledOut.get();
        }
        if (!register.isPresent()) {
            return Coverage.of(CoverageState.UNKNOWN, Reason.NO_BAA_REGISTER);
        }
        for (Agreement row : register.agreements()) {
            if (row.everyAccount() && row.isFor(service.id(), time)) {
                return new Contract(row, service, time).covers(destination, request);
            }
        }
        return switch (accounts.standing(service, destination.evidence()).kind()) {
            case OURS -> ofOurs(service, destination, request, time);
            case FOREIGN -> Coverage.of(CoverageState.NOT_COVERED, Reason.ORG_NOT_IN_REGISTER);
            case CONFLICT -> Coverage.of(CoverageState.UNKNOWN, Reason.CONFLICTING_ACCOUNTS);
            case NOT_COMPARABLE -> withoutAccount(terms, Reason.ID_NOT_COMPARABLE);
            case NONE -> withoutAccount(terms, Reason.ACCOUNT_NOT_IN_RECORD);
        };
    }

    private Coverage ofOurs(
            Service service, Destination destination, Request request, Instant time) {
        boolean named = false;
        for (Agreement row : register.agreements()) {
            if (row.services().contains(service.id())
                    && RegisteredAccounts.fits(row, destination.evidence())) {
                named = true;
                if (row.inForce().contains(time)) {
                    return new Contract(row, service, time).covers(destination, request);
                }
            }
        }
        return Coverage.of(
                CoverageState.NOT_COVERED,
                named ? Reason.NO_ROW_IN_FORCE : Reason.ROW_DOES_NOT_NAME_SERVICE);
    }

    /// The record does not show an account that could be compared.
    ///
    /// @param why what is said where a row is in force, which may or may not be the account's
    private Coverage withoutAccount(VendorTerms terms, Reason why) {
        boolean hasRow = false;
        for (Agreement row : register.agreements()) {
            if (row.services().contains(terms.service().id())) {
                if (row.inForce().contains(terms.time())) {
                    return Coverage.of(CoverageState.UNKNOWN, why);
                }
                hasRow = true;
            }
        }
        if (!hasRow && !terms.isOffered()) {
            return Coverage.of(CoverageState.UNKNOWN, Reason.BAA_NOT_ESTABLISHED);
        }
        return Coverage.of(
                register.isComplete() ? CoverageState.NOT_COVERED : CoverageState.UNKNOWN,
                hasRow ? Reason.NO_ROW_IN_FORCE : Reason.NO_ROW_FOR_SERVICE);
    }
}
