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

    private Register(
            boolean present,
            boolean complete,
            List<Service> services,
            List<Agreement> agreements,
            Set<String> sanctioned,
            Set<String> siteDomains) {
        this.present = present;
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
        return new Register(false, false, services, List.of(), Set.of(), Set.of());
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
        Register register =
                new Register(true, complete, services, agreements, sanctioned, siteDomains);
        register.check();
        return register;
    }

    private void check() {
        Set<String> ids = new HashSet<>();
        for (Agreement row : agreements) {
            if (!ids.add(row.id())) {
                throw new IllegalArgumentException("two rows are called " + row.id());
            }
            for (String id : row.services()) {
                Service service = services.get(id);
                if (service == null) {
                    throw new IllegalArgumentException(
                            "row "
                                    + row.id()
                                    + " names a service that is not in the catalogue: "
                                    + id);
                }
                if (row.everyAccount() && !service.mayCoverEveryAccount()) {
                    throw new IllegalArgumentException(
                            "row "
                                    + row.id()
                                    + " must name accounts: "
                                    + id
                                    + " has accounts without a BAA");
                }
                if (!service.hasPlan(row.plan())) {
                    throw new IllegalArgumentException(
                            "row " + row.id() + ": " + id + " has no plan " + row.plan());
                }
            }
        }
        for (String id : sanctioned) {
            if (!services.containsKey(id)) {
                throw new IllegalArgumentException(
                        "sanctioned service is not in the catalogue: " + id);
            }
        }
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

    /// Whether a BAA covered a request at a time. Never throws on what a record says.
    public Coverage coverage(Destination destination, Request request, Instant time) {
        if (destination.hostRole() == HostRole.WATCHED) {
            return coverage(CoverageState.UNKNOWN, Reason.WATCHED_DOWNLOAD);
        }
        Service service = services.get(destination.serviceId());
        if (service == null) {
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
        return new Coverage(coverage.state(), coverage.baaRow(), reasons);
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
        if (atTime.stream().allMatch(terms -> terms.offer() == Offer.NEVER)) {
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
                                        : Reason.PLAN_NOT_COVERED));
            }
        }
        for (FeatureTerms feature : service.features()) {
            if (isOf(feature, destination, time)
                    && feature.plans().isEmpty()
                    && feature.offer() == Offer.NEVER) {
                return Optional.of(coverage(CoverageState.NOT_COVERED, Reason.FEATURE_NOT_COVERED));
            }
        }
        Optional<String> model = service.model(request);
        for (ModelTerms terms : service.models()) {
            if (isOf(terms, model, time)
                    && terms.plans().isEmpty()
                    && terms.offer() == Offer.NEVER) {
                return Optional.of(coverage(CoverageState.NOT_COVERED, Reason.MODEL_NOT_COVERED));
            }
        }
        return Optional.empty();
    }

    private static boolean isOf(FeatureTerms feature, Destination destination, Instant time) {
        return destination.feature().map(feature.feature()::equals).orElse(false)
                && feature.period().contains(time);
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
        if (row.signed().isEmpty()) {
            return ofRow(row, CoverageState.NOT_COVERED, Reason.NO_SIGNED_BAA);
        }
        if (row.party() == Party.PERSON) {
            return ofRow(row, CoverageState.NOT_COVERED, Reason.NOT_THE_SITES_CONTRACT);
        }
        if (row.signed().get().isAfter(time)) {
            return ofRow(row, CoverageState.NOT_COVERED, Reason.NO_ROW_IN_FORCE);
        }
        Optional<Terms> terms = service.termsOf(row.plan(), time);
        if (terms.isEmpty()) {
            return ofRow(row, CoverageState.UNKNOWN, Reason.NO_TERMS_FOR_TIME);
        }
        if (terms.get().offer() == Offer.NEVER) {
            return ofRow(row, CoverageState.NOT_COVERED, Reason.PLAN_NOT_COVERED);
        }
        Optional<Reason> unmet = unmet(row, terms.get().requires());
        if (unmet.isPresent()) {
            return ofRow(row, CoverageState.NOT_COVERED, unmet.get());
        }
        return byParts(row, service, destination, request, time);
    }

    private static Coverage byParts(
            Agreement row,
            Service service,
            Destination destination,
            Request request,
            Instant time) {
        Optional<String> model = service.model(request);
        for (ModelTerms terms : service.models()) {
            if (isFor(terms.plans(), row) && terms.period().contains(time)) {
                if (isOf(terms, model, time)) {
                    switch (terms.offer()) {
                        case NEVER -> {
                            return ofRow(row, CoverageState.NOT_COVERED, Reason.MODEL_NOT_COVERED);
                        }
                        case NOT_ESTABLISHED -> {
                            return ofRow(
                                    row, CoverageState.UNKNOWN, Reason.FEATURE_NOT_ESTABLISHED);
                        }
                        case POSSIBLE -> {}
                    }
                }
            }
        }
        boolean hasParts = false;
        for (FeatureTerms feature : service.features()) {
            if (!isFor(feature.plans(), row) || !feature.period().contains(time)) {
                continue;
            }
            hasParts |= feature.offer() == Offer.NEVER;
            if (!isOf(feature, destination, time)) {
                continue;
            }
            switch (feature.offer()) {
                case NEVER -> {
                    return ofRow(row, CoverageState.NOT_COVERED, Reason.FEATURE_NOT_COVERED);
                }
                case NOT_ESTABLISHED -> {
                    return ofRow(row, CoverageState.UNKNOWN, Reason.FEATURE_NOT_ESTABLISHED);
                }
                case POSSIBLE -> {
                    Optional<Reason> unmet = unmet(row, feature.requires());
                    if (unmet.isPresent()) {
                        return ofRow(row, CoverageState.NOT_COVERED, unmet.get());
                    }
                }
            }
        }
        boolean pathHidden =
                request.path().isEmpty()
                        && (request.visibility() == Visibility.CONNECT
                                || request.visibility() == Visibility.DNS);
        if (hasParts && pathHidden) {
            return ofRow(row, CoverageState.UNKNOWN, Reason.PATH_NOT_IN_RECORD);
        }
        return ofRow(row, CoverageState.COVERED, Reason.BAA_IN_FORCE);
    }

    private static boolean isFor(Set<String> plans, Agreement row) {
        return plans.isEmpty() || plans.contains(row.plan());
    }

    private static Optional<Reason> unmet(Agreement row, List<Condition> conditions) {
        for (Condition condition : conditions) {
            Optional<Reason> reason =
                    switch (condition) {
                        case Condition.Setting setting ->
                                row.settings().contains(setting.name())
                                        ? Optional.<Reason>empty()
                                        : Optional.of(Reason.CONDITION_NOT_MET);
                        case Condition.Retention retention ->
                                row.retention().equals(Optional.of(retention.mode()))
                                        ? Optional.<Reason>empty()
                                        : Optional.of(Reason.CONDITION_NOT_MET);
                        case Condition.SignedFrom signedFrom ->
                                row.signed()
                                                .filter(at -> !at.isBefore(signedFrom.time()))
                                                .isPresent()
                                        ? Optional.<Reason>empty()
                                        : Optional.of(Reason.SIGNED_BEFORE_INCLUSION);
                    };
            if (reason.isPresent()) {
                return reason;
            }
        }
        return Optional.empty();
    }

    private Coverage withoutAccount(Service service, Instant time, Reason why) {
        for (Agreement row : agreements) {
            if (row.services().contains(service.id()) && row.inForce().contains(time)) {
                return coverage(CoverageState.UNKNOWN, why);
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

    private static Coverage ofRow(Agreement row, CoverageState state, Reason reason) {
        return new Coverage(
                Objects.requireNonNull(state), Optional.of(row.id()), List.of(reason.name()));
    }

    private static Coverage coverage(CoverageState state, Reason reason) {
        return new Coverage(state, Optional.empty(), List.of(reason.name()));
    }
}
