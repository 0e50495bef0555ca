package io.countersign.detectors.destination;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The site's accounts and BAAs, read together with the vendors' terms: which account is ours, and
/// whether a BAA covered a request at its time. Immutable, safe for any number of threads.
public final class Register {
    private final boolean present;
    private final boolean complete;
    private final Map<String, Service> services;
    private final List<Agreement> agreements;
    private final Set<String> sanctioned;
    private final Set<String> siteDomains;
    private final SiteFacts facts;
    private final RecipientTexts recipients = new RecipientTexts();
    private final RegisteredAccounts accounts;
    private final RegisterCoverage coverage;

    private Register(
            boolean present,
            boolean complete,
            List<Service> services,
            List<Agreement> agreements,
            Set<String> sanctioned,
            Set<String> siteDomains,
            SiteFacts facts) {
        this.present = present;
        this.facts = facts;
        this.complete = complete;
        Map<String, Service> byId = new HashMap<>();
        services.forEach(service -> byId.put(service.id(), service));
        this.services = Map.copyOf(byId);
        this.agreements =
                agreements.stream()
                        .sorted(
                                Comparator.comparing((Agreement row) -> row.inForce().from())
                                        .reversed()
                                        .thenComparing(Agreement::id))
                        .toList();
        this.sanctioned = Set.copyOf(sanctioned);
        Set<String> domains = new HashSet<>();
        siteDomains.forEach(domain -> domains.add(domain.toLowerCase(Locale.ROOT)));
        this.siteDomains = Set.copyOf(domains);
        this.accounts = new RegisteredAccounts(this.agreements, this.services, present, complete);
        this.coverage = new RegisterCoverage(this, accounts);
    }

    /// A policy without a register: nothing can be covered, and what the vendors' terms leave open
    /// is UNKNOWN.
    public static Register absent(List<Service> services) {
        return new Register(false, false, services, List.of(), Set.of(), Set.of(), SiteFacts.NONE);
    }

    /// @param services the services of the catalogue
    /// @param agreements the rows
    /// @param complete whether the rows are all accounts and BAAs that the site has; then a service
    ///   without a row is not covered, else it is unknown
    /// @param sanctioned ids of services whose use the site allows without a BAA
    /// @param siteDomains mail domains of the site
    /// @throws IllegalArgumentException where a row does not fit the catalogue
    public static Register of(
            List<Service> services,
            List<Agreement> agreements,
            boolean complete,
            Set<String> sanctioned,
            Set<String> siteDomains) {
        return of(services, agreements, complete, sanctioned, siteDomains, SiteFacts.NONE);
    }

    /// The same with what the register says beside accounts and contracts.
    public static Register of(
            List<Service> services,
            List<Agreement> agreements,
            boolean complete,
            Set<String> sanctioned,
            Set<String> siteDomains,
            SiteFacts facts) {
        Register register =
                new Register(true, complete, services, agreements, sanctioned, siteDomains, facts);
        new RegisterCheck(register.services, register.agreements, register.sanctioned, facts)
                .check();
        return register;
    }

    /// What the register says beside accounts and contracts.
    public SiteFacts facts() {
        return facts;
    }

    /// The services that handle what a source reports, on its way.
    public List<String> processors(String sourceId) {
        for (SiteFacts.Route route : facts.routes()) {
            if (route.isOf(sourceId)) {
                return route.processors();
            }
        }
        return List.of();
    }

    /// The rule of use for a person at a service.
    public Optional<UseRule> useRule(UseRule.Whom whom, String service) {
        for (UseRule rule : facts.useRules()) {
            if (rule.isFor(whom, service)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    /// What the recipient does with what it is sent, by the vendor's text, as details of a
    /// coverage: for the breach factors. Where the plan is not known and the plans differ, all that
    /// it may be.
    public List<String> recipient(Destination destination, Coverage coverage, Instant time) {
        return service(destination.serviceId())
                .map(service -> recipients.of(service, plan(service, destination, coverage), time))
                .orElse(List.of());
    }

    /// The plan of the row that decided, else what the evidence says it is.
    private Optional<String> plan(Service service, Destination destination, Coverage coverage) {
        if (coverage.baaRow().isPresent()) {
            String deciding = coverage.baaRow().get();
            for (Agreement row : agreements) {
                if (row.id().equals(deciding) && row.services().contains(service.id())) {
                    return Optional.of(row.plan());
                }
            }
        }
        for (AccountEvidence item : destination.evidence()) {
            if (item.id() == IdKind.PLAN) {
                return Optional.of(item.value());
            }
        }
        return Optional.empty();
    }

    /// The row of a host in the site's own house.
    Optional<SelfHosted> selfHosted(Request request) {
        if (request.host().isEmpty()) {
            return Optional.empty();
        }
        for (SelfHosted row : facts.selfHosted()) {
            if (row.inForce().contains(request.time()) && row.hasHost(request.host().get())) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /// Whether the plan by which the register knows the deciding account is one that only persons
    /// hold.
    boolean isPersonalByRow(Service service, Optional<AccountEvidence> deciding, Instant time) {
        if (deciding.isEmpty()) {
            return false;
        }
        for (Agreement row : agreements) {
            if (row.isFor(service.id(), time)
                    && RegisteredAccounts.fits(row, List.of(deciding.get()))) {
                return service.isPersonalPlan(row.plan());
            }
        }
        return false;
    }

    /// The rows, the youngest first.
    public List<Agreement> agreements() {
        return agreements;
    }

    /// What a proxy should do with a service at a time, whoever uses it.
    public Access access(Service service, Instant time) {
        boolean registered = agreements.stream().anyMatch(row -> row.isFor(service.id(), time));
        if (registered || isSanctioned(service.id())) {
            return Access.ALLOW;
        }
        return new VendorTerms(service, time).isNever() ? Access.BLOCK : Access.COACH;
    }

    /// Whether the policy has a register at all.
    public boolean isPresent() {
        return present;
    }

    /// Whether the rows are all accounts and BAAs that the site has.
    boolean isComplete() {
        return complete;
    }

    boolean isSanctioned(String service) {
        return sanctioned.contains(service);
    }

    Optional<Service> service(String id) {
        return Optional.ofNullable(services.get(id));
    }

    boolean isSiteDomain(String domain) {
        for (int start = 0; start >= 0; ) {
            if (siteDomains.contains(domain.substring(start))) {
                return true;
            }
            int dot = domain.indexOf('.', start);
            start = dot < 0 ? -1 : dot + 1;
        }
        return false;
    }

    /// How the account that a record shows stands to the rows.
    Standing standing(Service service, List<AccountEvidence> evidence) {
        return accounts.standing(service, evidence);
    }

    /// Whether a BAA covered a request at a time, over the whole way that it went: the service
    /// itself, and what the record or its source names beside it. The weakest link decides and is
    /// named. Never throws on what a record says.
    public Coverage coverage(Destination destination, Request request, Instant time) {
        return coverage.of(destination, request, time);
    }

    /// A gateway or processor on the way. No record shows its account, so the site's row for the
    /// service speaks.
    public Coverage ofLink(String id, Instant time) {
        return coverage.ofLink(id, time);
    }
}
