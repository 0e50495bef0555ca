package io.countersign.detectors.destination;

import io.countersign.detectors.Likelihood;
import io.countersign.detectors.destination.Agreement.Party;
import io.countersign.detectors.destination.Agreement.RegisteredId;
import io.countersign.detectors.destination.Service.FeatureTerms;
import io.countersign.detectors.destination.Service.ModelTerms;
import io.countersign.detectors.destination.Service.Offer;
import io.countersign.detectors.destination.Service.Terms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The site's accounts and BAAs, read together with the vendors' terms: which account is ours, and
/// whether a BAA covered a request at its time. Immutable, safe for any number of threads.
public final class Register {
    private final boolean present;
    private final boolean complete;
    private final Map<String, Service> services = new HashMap<>();
    private final List<Agreement> agreements;
    private final Set<String> sanctioned;
    private final Set<String> siteDomains;
    private final SiteFacts facts;
    private final RecipientTexts recipients = new RecipientTexts();

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
        for (Service service : services) {
            this.services.put(service.id(), service);
        }
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
        register.check();
        return register;
    }

    private void check() {
        Set<String> ids = new HashSet<>();
        for (Agreement row : agreements) {
            if (!ids.add(row.id())) {
                throw new UnfitRowException(List.of(row.id()), "two rows are called " + row.id());
            }
            for (String id : row.services()) {
                Service service = services.get(id);
                if (service == null) {
                    throw new UnfitRowException(
                            List.of(row.id()),
                            "row "
                                    + row.id()
                                    + " names a service that is not in the catalogue: "
                                    + id);
                }
                if (row.everyAccount() && !service.mayCoverEveryAccount()) {
                    throw new UnfitRowException(
                            List.of(row.id()),
                            "row "
                                    + row.id()
                                    + " must name accounts: "
                                    + id
                                    + " has accounts without a BAA");
                }
                if (!service.hasPlan(row.plan())) {
                    throw new UnfitRowException(
                            List.of(row.id()),
                            "row " + row.id() + ": " + id + " has no plan " + row.plan());
                }
            }
        }
        checkOverlaps();
        for (SelfHosted row : facts.selfHosted()) {
            if (!ids.add(row.id())) {
                throw new UnfitRowException(List.of(row.id()), "two rows are called " + row.id());
            }
        }
        for (Deidentified row : facts.deidentified()) {
            if (!ids.add(row.id())) {
                throw new UnfitRowException(List.of(row.id()), "two rows are called " + row.id());
            }
            row.services().forEach(id -> checkKnown(List.of(row.id()), "row " + row.id(), id));
        }
        for (UseRule rule : facts.useRules()) {
            if (!ids.add(rule.id())) {
                throw new UnfitRowException(List.of(rule.id()), "two rows are called " + rule.id());
            }
            rule.services().forEach(id -> checkKnown(List.of(rule.id()), "rule " + rule.id(), id));
        }
        for (SiteFacts.Route route : facts.routes()) {
            route.processors().forEach(id -> checkKnown(List.of(), "source " + route.source(), id));
        }
        for (String id : sanctioned) {
            if (!services.containsKey(id)) {
                throw new IllegalArgumentException(
                        "sanctioned service is not in the catalogue: " + id);
            }
        }
    }

    private void checkKnown(List<String> rows, String who, String service) {
        if (!services.containsKey(service)) {
            throw new UnfitRowException(
                    rows, who + " names a service that is not in the catalogue: " + service);
        }
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
        Service service = services.get(destination.serviceId());
        if (service == null) {
            return List.of();
        }
        return recipients.of(service, plan(service, destination, coverage), time);
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
            if (row.services().contains(service.id())
                    && row.inForce().contains(time)
                    && fits(row, List.of(deciding.get()))) {
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
        boolean registered =
                agreements.stream()
                        .anyMatch(row ->
                                row.services().contains(service.id())
                                        && row.inForce().contains(time));
        if (registered || sanctioned.contains(service.id())) {
            return Access.ALLOW;
        }
        List<Terms> atTime =
                service.terms().stream().filter(terms -> terms.period().contains(time)).toList();
        boolean never =
                !atTime.isEmpty()
                        && atTime.stream().allMatch(terms -> terms.offer() == Offer.NEVER);
        return never ? Access.BLOCK : Access.COACH;
    }

    /// Whether the policy has a register at all.
    public boolean isPresent() {
        return present;
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

    /// How the account that a record shows stands to the register.
    enum StandingKind {
        OURS,
        FOREIGN,
        /// The record names several accounts of which not all can be right.
        CONFLICT,
        /// The register has no id of this form to compare with.
        NOT_COMPARABLE,
        /// The record shows no account.
        NONE
    }

    record Standing(StandingKind kind, Optional<AccountEvidence> deciding) {}

    /// Only the strongest evidence speaks: a path names the account that a request works on, a
    /// cookie the last one used.
    Standing standing(Service service, List<AccountEvidence> evidence) {
        List<AccountEvidence> strongest = strongest(evidence);
        if (strongest.isEmpty()) {
            return new Standing(StandingKind.NONE, Optional.empty());
        }
        @Nullable AccountEvidence ours = null;
        @Nullable AccountEvidence foreign = null;
        @Nullable AccountEvidence open = null;
        boolean conflict = false;
        for (AccountEvidence item : strongest) {
            switch (standing(service, item)) {
                case OURS -> {
                    conflict |= ours != null && isOtherAccount(ours, item);
                    ours = item;
                }
                case FOREIGN -> foreign = item;
                case CONFLICT, NOT_COMPARABLE, NONE -> open = item;
            }
        }
        if (ours != null) {
            conflict |= foreign != null && foreign.id() == ours.id();
            return conflict
                    ? new Standing(StandingKind.CONFLICT, Optional.empty())
                    : new Standing(StandingKind.OURS, Optional.of(ours));
        }
        if (foreign != null) {
            return new Standing(StandingKind.FOREIGN, Optional.of(foreign));
        }
        return new Standing(StandingKind.NOT_COMPARABLE, Optional.ofNullable(open));
    }

    /// Loops instead of streams: this runs twice for each request to a service of the catalogue,
    /// and most of them show no account.
    private static List<AccountEvidence> strongest(List<AccountEvidence> evidence) {
        @Nullable Likelihood most = null;
        for (AccountEvidence item : evidence) {
            if (item.decides() && (most == null || item.likelihood().compareTo(most) > 0)) {
                most = item.likelihood();
            }
        }
        if (most == null) {
            return List.of();
        }
        List<AccountEvidence> strongest = new ArrayList<>(evidence.size());
        for (AccountEvidence item : evidence) {
            if (item.decides() && item.likelihood() == most) {
                strongest.add(item);
            }
        }
        return strongest;
    }

    private static boolean isOtherAccount(AccountEvidence one, AccountEvidence other) {
        return one.id().provesForeign()
                && one.id() == other.id()
                && form(one.value()).equals(form(other.value()))
                && !one.value().equalsIgnoreCase(other.value());
    }

    private StandingKind standing(Service service, AccountEvidence item) {
        boolean comparable = false;
        boolean serviceHasRow = false;
        for (Agreement row : agreements) {
            boolean sameVendor = row.services().stream().anyMatch(id -> isOfVendor(id, service));
            serviceHasRow |= row.services().contains(service.id());
            for (RegisteredId id : sameVendor ? row.accounts() : List.<RegisteredId>of()) {
                if (id.kind() == item.id()) {
                    if (id.value().equalsIgnoreCase(item.value())) {
                        return StandingKind.OURS;
                    }
                    comparable |= form(id.value()).equals(form(item.value()));
                }
            }
        }
        if (!present || !item.id().provesForeign()) {
            return StandingKind.NOT_COMPARABLE;
        }
        return comparable || (complete && !serviceHasRow)
                ? StandingKind.FOREIGN
                : StandingKind.NOT_COMPARABLE;
    }

    private boolean isOfVendor(String id, Service service) {
        Service other = services.get(id);
        return other != null && other.vendor().equals(service.vendor());
    }

    /// Vendors write one account in several forms that cannot be converted: a UUID, `org_...`,
    /// digits, a name.
    private static String form(String value) {
        if (PathTemplate.isUuid(value)) {
            return "uuid";
        }
        for (String prefix : List.of("org_", "org-", "proj_", "wrkspc_")) {
            if (value.startsWith(prefix)) {
                return prefix;
            }
        }
        return value.chars().allMatch(c -> c >= '0' && c <= '9') ? "digits" : "name";
    }

    /// Whether a BAA covered a request at a time, over the whole way that it went: the service
    /// itself, and what the record or its source names beside it. The weakest link decides and is
    /// named. Never throws on what a record says.
    public Coverage coverage(Destination destination, Request request, Instant time) {
        if (destination.hostRole() == HostRole.WATCHED) {
            return coverage(CoverageState.UNKNOWN, Reason.WATCHED_DOWNLOAD);
        }
        Coverage coverage = atService(destination, request, time);
        for (String link : links(destination, request)) {
            Coverage there = ofLink(link, time);
            if (there.state().isWeakerThan(coverage.state())) {
                coverage = there;
            }
        }
        return withDataSet(coverage, destination, request, time);
    }

    /// More links than any way has.
    private static final int MAX_LINKS = 16;

    private static List<String> links(Destination destination, Request request) {
        List<String> links = new ArrayList<>(destination.links());
        for (Hint hint : request.hints()) {
            if (hint.kind().equals(Hint.PROCESSOR) && links.size() < MAX_LINKS) {
                links.add(hint.value());
            }
        }
        return links;
    }

    /// A gateway or processor on the way. No record shows its account, so the site's row for the
    /// service speaks.
    public Coverage ofLink(String id, Instant time) {
        Service service = services.get(id);
        if (service == null) {
            return atLink(
                    id, CoverageState.UNKNOWN, Optional.empty(), Reason.SERVICE_NOT_IN_CATALOGUE);
        }
        if (isNever(service, time)) {
            return atLink(id, CoverageState.NOT_COVERED, Optional.empty(), Reason.NEVER_COVERED);
        }
        if (!present) {
            return atLink(id, CoverageState.UNKNOWN, Optional.empty(), Reason.NO_BAA_REGISTER);
        }
        Optional<Coverage> best = Optional.empty();
        for (Agreement row : agreements) {
            if (row.services().contains(id) && row.inForce().contains(time)) {
                Coverage coverage = byContract(row, service, time).orElseGet(() -> inForce(row));
                if (best.isEmpty() || best.get().state().isWeakerThan(coverage.state())) {
                    best = Optional.of(coverage);
                }
            }
        }
        Coverage coverage =
                best.orElseGet(() -> withoutAccount(service, time, Reason.NO_ROW_FOR_SERVICE));
        List<String> reasons = new ArrayList<>(coverage.reasons());
        reasons.add(Reason.WEAKEST_LINK.name());
        List<String> details = new ArrayList<>(coverage.details());
        details.add("link=" + id);
        return new Coverage(coverage.state(), coverage.baaRow(), reasons, details);
    }

    private static Coverage atLink(
            String id, CoverageState state, Optional<String> row, Reason reason) {
        return new Coverage(
                state,
                row,
                List.of(reason.name(), Reason.WEAKEST_LINK.name()),
                List.of("link=" + id));
    }

    /// A note beside the coverage, which it does not change: that somebody declared a data set
    /// de-identified doesn't make a service covered.
    private Coverage withDataSet(
            Coverage coverage, Destination destination, Request request, Instant time) {
        if (facts.deidentified().isEmpty()) {
            return coverage;
        }
        List<Optional<String>> people = people(request);
        for (Deidentified row : facts.deidentified()) {
            if (people.stream()
                    .anyMatch(person -> row.reaches(person, destination.serviceId(), time))) {
                List<String> reasons = new ArrayList<>(coverage.reasons());
                reasons.add(Reason.DEIDENTIFIED_ON_RECORD.name());
                List<String> details = new ArrayList<>(coverage.details());
                details.add("dataset=" + row.dataset());
                details.add("method=" + row.method().word());
                details.add("document=" + row.document());
                return new Coverage(coverage.state(), coverage.baaRow(), reasons, details);
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
        Service service = services.get(destination.serviceId());
        if (service == null) {
            Optional<SelfHosted> own = selfHosted(request);
            if (own.isPresent()) {
                return new Coverage(
                        CoverageState.COVERED,
                        own.map(SelfHosted::id),
                        List.of(Reason.SELF_HOSTED.name()));
            }
            List<String> unlisted = new ArrayList<>();
            unlisted.add(Reason.SERVICE_NOT_IN_CATALOGUE.name());
            if (present) {
                unlisted.add(Reason.UNSANCTIONED_SERVICE.name());
            }
            return new Coverage(CoverageState.UNKNOWN, Optional.empty(), unlisted);
        }
        Coverage coverage = judged(service, destination, request, time);
        boolean unsanctioned =
                present
                        && coverage.state() == CoverageState.NOT_COVERED
                        && isUse(destination)
                        && !sanctioned.contains(service.id());
        if (!unsanctioned) {
            return coverage;
        }
        List<String> reasons = new ArrayList<>(coverage.reasons());
        reasons.add(Reason.UNSANCTIONED_SERVICE.name());
        return new Coverage(coverage.state(), coverage.baaRow(), reasons, coverage.details());
    }

    private static boolean isUse(Destination destination) {
        return switch (destination.hostRole()) {
            case CHAT, API, CONSOLE -> true;
            case TELEMETRY, AUTH, ASSET, WATCHED -> false;
        };
    }

    private Coverage judged(
            Service service, Destination destination, Request request, Instant time) {
        Optional<Coverage> never = byTermsAlone(service, destination, request, time);
        if (never.isPresent()) {
            return never.get();
        }
        if (!present) {
            return coverage(CoverageState.UNKNOWN, Reason.NO_BAA_REGISTER);
        }
        for (Agreement row : agreements) {
            if (row.everyAccount()
                    && row.services().contains(service.id())
                    && row.inForce().contains(time)) {
                return byRow(row, service, destination, request, time);
            }
        }
        Standing standing = standing(service, destination.evidence());
        return switch (standing.kind()) {
            case OURS -> ofOurs(service, destination, request, time);
            case FOREIGN -> coverage(CoverageState.NOT_COVERED, Reason.ORG_NOT_IN_REGISTER);
            case CONFLICT -> coverage(CoverageState.UNKNOWN, Reason.CONFLICTING_ACCOUNTS);
            case NOT_COMPARABLE -> withoutAccount(service, time, Reason.ID_NOT_COMPARABLE);
            case NONE -> withoutAccount(service, time, Reason.ACCOUNT_NOT_IN_RECORD);
        };
    }

    /// What no contract can change.
    private static Optional<Coverage> byTermsAlone(
            Service service, Destination destination, Request request, Instant time) {
        List<Terms> atTime =
                service.terms().stream().filter(terms -> terms.period().contains(time)).toList();
        if (atTime.isEmpty()) {
            return Optional.of(coverage(CoverageState.UNKNOWN, Reason.NO_TERMS_FOR_TIME));
        }
        if (isNever(service, time)) {
            return Optional.of(coverage(CoverageState.NOT_COVERED, Reason.NEVER_COVERED));
        }
        for (AccountEvidence item : destination.evidence()) {
            if (item.id() == IdKind.PLAN
                    && service.termsOf(item.value(), time)
                            .map(terms -> terms.offer() == Offer.NEVER)
                            .orElse(false)) {
                return Optional.of(
                        coverage(
                                CoverageState.NOT_COVERED,
                                item.value().equals(Service.SIGNED_OUT)
                                        ? Reason.SIGNED_OUT_USE
                                        : Reason.PLAN_NOT_COVERED,
                                "plan=" + item.value()));
            }
        }
        for (String part : parts(destination, request)) {
            for (FeatureTerms feature : service.features()) {
                if (feature.plans().isEmpty()
                        && feature.offer() == Offer.NEVER
                        && feature.isOf(part)
                        && feature.period().contains(time)) {
                    return Optional.of(
                            coverage(
                                    CoverageState.NOT_COVERED,
                                    Reason.FEATURE_NOT_COVERED,
                                    "feature=" + feature.feature()));
                }
            }
        }
        Optional<String> model = service.model(request);
        for (ModelTerms terms : service.models()) {
            if (isOf(terms, model, time)
                    && terms.plans().isEmpty()
                    && terms.offer() == Offer.NEVER) {
                return Optional.of(
                        coverage(
                                CoverageState.NOT_COVERED,
                                Reason.MODEL_NOT_COVERED,
                                "model=" + terms.name()));
            }
        }
        return Optional.empty();
    }

    private static boolean isNever(Service service, Instant time) {
        boolean any = false;
        for (Terms terms : service.terms()) {
            if (terms.period().contains(time)) {
                if (terms.offer() != Offer.NEVER) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }

    /// More parts of a product than one request uses.
    private static final int MAX_PARTS = 32;

    /// The parts of the product that the path or the source names.
    private static List<String> parts(Destination destination, Request request) {
        List<String> parts = new ArrayList<>(1);
        destination.feature().ifPresent(parts::add);
        for (Hint hint : request.hints()) {
            if (hint.kind().equals(Hint.FEATURE) && parts.size() < MAX_PARTS) {
                parts.add(hint.value().strip().toLowerCase(Locale.ROOT));
            }
        }
        return parts;
    }

    private static boolean isOf(ModelTerms terms, Optional<String> model, Instant time) {
        return terms.period().contains(time)
                && model.map(id -> id.toLowerCase(Locale.ROOT).contains(terms.name()))
                        .orElse(false);
    }

    private Coverage ofOurs(
            Service service, Destination destination, Request request, Instant time) {
        boolean named = false;
        for (Agreement row : agreements) {
            if (row.services().contains(service.id()) && fits(row, destination.evidence())) {
                named = true;
                if (row.inForce().contains(time)) {
                    return byRow(row, service, destination, request, time);
                }
            }
        }
        return coverage(
                CoverageState.NOT_COVERED,
                named ? Reason.NO_ROW_IN_FORCE : Reason.ROW_DOES_NOT_NAME_SERVICE);
    }

    /// One id of the evidence is in the row, and none contradicts the ids of its kind and form
    /// there.
    private static boolean fits(Agreement row, List<AccountEvidence> evidence) {
        boolean named = false;
        for (AccountEvidence item : strongest(evidence)) {
            boolean comparable = false;
            boolean equal = false;
            for (RegisteredId id : row.accounts()) {
                if (id.kind() == item.id() && form(id.value()).equals(form(item.value()))) {
                    comparable = true;
                    equal |= id.value().equalsIgnoreCase(item.value());
                }
            }
            named |= equal;
            if (comparable && !equal && item.id().provesForeign()) {
                return false;
            }
        }
        return named;
    }

    private static Coverage byRow(
            Agreement row,
            Service service,
            Destination destination,
            Request request,
            Instant time) {
        return byContract(row, service, time)
                .orElseGet(() -> byParts(row, service, destination, request, time));
    }

    /// What the contract lacks, whatever the request did. The vendor's text goes first: where it
    /// signs nothing for the plan, a signature would not help.
    private static Optional<Coverage> byContract(Agreement row, Service service, Instant time) {
        Optional<Terms> terms = service.termsOf(row.plan(), time);
        if (terms.isPresent() && terms.get().offer() == Offer.NEVER) {
            return Optional.of(
                    ofRow(
                            row,
                            CoverageState.NOT_COVERED,
                            Reason.PLAN_NOT_COVERED,
                            "plan=" + row.plan()));
        }
        if (row.signed().isEmpty()) {
            return Optional.of(ofRow(row, CoverageState.NOT_COVERED, Reason.NO_SIGNED_BAA));
        }
        if (row.party() == Party.PERSON) {
            return Optional.of(
                    ofRow(row, CoverageState.NOT_COVERED, Reason.NOT_THE_SITES_CONTRACT));
        }
        if (row.signed().get().isAfter(time)) {
            return Optional.of(ofRow(row, CoverageState.NOT_COVERED, Reason.NO_ROW_IN_FORCE));
        }
        if (terms.isEmpty()) {
            return Optional.of(ofRow(row, CoverageState.UNKNOWN, Reason.NO_TERMS_FOR_TIME));
        }
        return unmet(row, terms.get().requires());
    }

    private static Coverage byParts(
            Agreement row,
            Service service,
            Destination destination,
            Request request,
            Instant time) {
        Optional<String> model = service.model(request);
        Optional<Coverage> open = Optional.empty();
        for (ModelTerms terms : service.models()) {
            if (isFor(terms.plans(), row) && isOf(terms, model, time)) {
                String named = "model=" + terms.name();
                switch (terms.offer()) {
                    case NEVER -> {
                        return ofRow(
                                row, CoverageState.NOT_COVERED, Reason.MODEL_NOT_COVERED, named);
                    }
                    case NOT_ESTABLISHED ->
                            open =
                                    Optional.of(
                                            ofRow(
                                                    row,
                                                    CoverageState.UNKNOWN,
                                                    Reason.FEATURE_NOT_ESTABLISHED,
                                                    "feature=" + terms.name()));
                    case POSSIBLE -> {}
                }
            }
        }
        List<FeatureTerms> features =
                service.features().stream()
                        .filter(each -> isFor(each.plans(), row) && each.period().contains(time))
                        .toList();
        for (String part : parts(destination, request)) {
            Optional<Coverage> found = ofPart(row, features, part);
            if (found.isPresent()) {
                if (found.get().state() == CoverageState.NOT_COVERED) {
                    return found.get();
                }
                open = found;
            }
        }
        if (open.isPresent()) {
            return open.get();
        }
        boolean pathHidden =
                request.path().isEmpty()
                        && (request.visibility() == Visibility.CONNECT
                                || request.visibility() == Visibility.DNS);
        boolean pathTells =
                service.paths().stream()
                        .anyMatch(path ->
                                path.feature().isPresent()
                                        && features.stream()
                                                .anyMatch(each ->
                                                        each.offer() == Offer.NEVER
                                                                && each.isOf(
                                                                        path.feature().get())));
        if (pathHidden && pathTells) {
            return ofRow(row, CoverageState.UNKNOWN, Reason.PATH_NOT_IN_RECORD);
        }
        return inForce(row);
    }

    private static Coverage inForce(Agreement row) {
        return ofRow(row, CoverageState.COVERED, Reason.BAA_IN_FORCE);
    }

    /// What the vendor's text says of one part of the product; empty where the BAA reaches it.
    /// Several terms for one part are several ways to have it covered, unless one of them rules it
    /// out.
    private static Optional<Coverage> ofPart(
            Agreement row, List<FeatureTerms> features, String part) {
        Optional<Coverage> lacking = Optional.empty();
        boolean met = false;
        boolean named = false;
        for (FeatureTerms feature : features) {
            if (feature.isOf(part)) {
                named = true;
                switch (feature.offer()) {
                    case NEVER -> {
                        return Optional.of(
                                ofRow(
                                        row,
                                        CoverageState.NOT_COVERED,
                                        Reason.FEATURE_NOT_COVERED,
                                        "feature=" + feature.feature()));
                    }
                    case NOT_ESTABLISHED -> lacking = Optional.of(open(row, feature.feature()));
                    case POSSIBLE -> {
                        Optional<Coverage> unmet = unmet(row, feature.requires());
                        met |= unmet.isEmpty();
                        lacking = lacking.or(() -> unmet);
                    }
                }
            }
        }
        if (met) {
            return Optional.empty();
        }
        // A vendor that lists parts leaves what is not listed open.
        return named || features.isEmpty() ? lacking : Optional.of(open(row, part));
    }

    private static Coverage open(Agreement row, String feature) {
        return ofRow(
                row, CoverageState.UNKNOWN, Reason.FEATURE_NOT_ESTABLISHED, "feature=" + feature);
    }

    private static boolean isFor(Set<String> plans, Agreement row) {
        return plans.isEmpty() || plans.contains(row.plan());
    }

    private static Optional<Coverage> unmet(Agreement row, List<Condition> conditions) {
        for (Condition condition : conditions) {
            if (!isMet(row, condition)) {
                return Optional.of(
                        ofRow(
                                row,
                                CoverageState.NOT_COVERED,
                                condition instanceof Condition.SignedFrom
                                        ? Reason.SIGNED_BEFORE_INCLUSION
                                        : Reason.CONDITION_NOT_MET,
                                "needs=" + condition.words()));
            }
        }
        return Optional.empty();
    }

    private static boolean isMet(Agreement row, Condition condition) {
        return switch (condition) {
            case Condition.Setting setting -> row.settings().contains(setting.name());
            case Condition.Retention retention ->
                    row.retention().equals(Optional.of(retention.mode()));
            case Condition.SignedFrom from ->
                    row.signed().filter(at -> !at.isBefore(from.time())).isPresent();
        };
    }

    private Coverage withoutAccount(Service service, Instant time, Reason why) {
        for (Agreement row : agreements) {
            if (row.services().contains(service.id()) && row.inForce().contains(time)) {
                return coverage(CoverageState.UNKNOWN, why);
            }
        }
        for (Agreement row : agreements) {
            if (row.services().contains(service.id())) {
                return coverage(
                        complete ? CoverageState.NOT_COVERED : CoverageState.UNKNOWN,
                        Reason.NO_ROW_IN_FORCE);
            }
        }
        boolean offered =
                service.terms().stream()
                        .anyMatch(terms ->
                                terms.period().contains(time) && terms.offer() == Offer.POSSIBLE);
        if (!offered) {
            return coverage(CoverageState.UNKNOWN, Reason.BAA_NOT_ESTABLISHED);
        }
        return coverage(
                complete ? CoverageState.NOT_COVERED : CoverageState.UNKNOWN,
                Reason.NO_ROW_FOR_SERVICE);
    }

    private static Coverage ofRow(
            Agreement row, CoverageState state, Reason reason, String... details) {
        return new Coverage(
                Objects.requireNonNull(state),
                Optional.of(row.id()),
                List.of(reason.name()),
                List.of(details));
    }

    private static Coverage coverage(CoverageState state, Reason reason, String... details) {
        return new Coverage(state, Optional.empty(), List.of(reason.name()), List.of(details));
    }
}
