package io.countersign.detectors.destination;

import io.countersign.detectors.Likelihood;
import io.countersign.detectors.destination.HostIndex.Located;
import io.countersign.detectors.destination.Service.AccountRule;
import io.countersign.detectors.destination.Service.HostRule;
import io.countersign.detectors.destination.Service.PathRule;
import io.countersign.detectors.destination.Service.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All services that are in scope. [#locate(Request)] says which one a request went to, what it did
/// there, and under which account. Immutable, safe for any number of threads; work is linear in the
/// length of host and path.
public final class Catalogue {
    /// An unmatched body of this size at a host that takes prompts is reported as drift of the path
    /// rules.
    public static final long PATH_DRIFT_BYTES = 4096;

    /// Longer paths are not looked at: no rule is longer.
    public static final int MAX_PATH_LENGTH = 8192;

    /// CASB instances that stand for no tenant.
    private static final List<String> NO_INSTANCE =
            List.of("public-link", "unauthenticated", "service account", "-", "");

    /// The vendor of services that the catalogue does not know.
    private static final String UNLISTED_VENDOR = "unlisted";

    private final List<Service> services;
    private final Map<String, Service> byId = new HashMap<>();
    private final Map<String, Service> byApplication = new HashMap<>();
    private final Map<String, WatchedApp> watched = new HashMap<>();
    private final HostIndex hosts;
    private final Register register;

    /// A catalogue that watches nothing but AI services.
    ///
    /// @throws IllegalArgumentException where two services claim one id, host or application name
    public Catalogue(List<Service> services, Register register) {
        this(services, List.of(), register);
    }

    /// @param watchedApps applications whose downloads are recorded
    /// @throws IllegalArgumentException where two claim one id, host or application name
    public Catalogue(List<Service> services, List<WatchedApp> watchedApps, Register register) {
        this.services = List.copyOf(services);
        this.register = register;
        for (Service service : services) {
            if (byId.put(service.id(), service) != null) {
                throw new IllegalArgumentException("two services are called " + service.id());
            }
            for (String application : service.applications()) {
                Service other = byApplication.put(folded(application), service);
                if (other != null) {
                    throw new IllegalArgumentException(
                            "two services claim the application name " + application);
                }
            }
        }
        for (WatchedApp app : watchedApps) {
            for (String application : app.applications()) {
                String name = folded(application);
                if (byApplication.containsKey(name) || watched.put(name, app) != null) {
                    throw new IllegalArgumentException(
                            "two claim the application name " + application);
                }
            }
        }
        this.hosts = new HostIndex(services);
    }

    /// The services in the order of the catalogue.
    public List<Service> services() {
        return services;
    }

    public Optional<Service> service(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// Whether the host alone can put a request in scope. Made for the many requests that are not;
    /// a request with an application name or an API base may be in scope all the same.
    public boolean mayMatch(String host) {
        return hosts.find(host).isPresent();
    }

    /// Where a request arrived: a service, and what the host said about it.
    ///
    /// @param pattern the host pattern that matched, else empty
    /// @param label what its first `*` stood for
    private record Arrival(Service service, HostRole role, String pattern, Optional<String> label) {
        static Arrival at(Located located) {
            HostRule rule = located.rule();
            return new Arrival(
                    located.service(),
                    rule.role(),
                    located.label().isPresent() ? rule.name() : "",
                    located.label());
        }

        /// Without a host of the vendor: the first role of the service stands in.
        static Arrival byName(Service service) {
            HostRole role =
                    service.hosts().stream()
                            .map(HostRule::role)
                            .filter(each -> each == HostRole.API || each == HostRole.CHAT)
                            .findFirst()
                            .orElse(HostRole.CHAT);
            return new Arrival(service, role, "", Optional.empty());
        }
    }

    /// Who is at the other end. Empty: out of scope.
    public Optional<Destination> locate(Request request) {
        Optional<Located> byHost = request.host().flatMap(hosts::find);
        if (byHost.isEmpty()) {
            return locateWithoutHost(request);
        }
        Arrival arrival = Arrival.at(byHost.get());
        Optional<Matched> path = matchPath(arrival, request);
        if (byHost.get().rule().onlyKnownPaths() && path.isEmpty()) {
            return Optional.empty();
        }
        List<Reason> reasons = new ArrayList<>(4);
        Activity activity = activity(arrival.role(), request, path, reasons);
        return Optional.of(destination(arrival, activity, path, request, reasons));
    }

    /// Prompt logs and gateways name no host of the vendor, but its product or the base URL that
    /// they called.
    private Optional<Destination> locateWithoutHost(Request request) {
        for (Hint hint : request.hints()) {
            if (hint.kind().equals("API_BASE")) {
                Optional<Located> byBase = hostOf(hint.value()).flatMap(hosts::find);
                if (byBase.isPresent()) {
                    return Optional.of(
                            behindGateway(
                                    Arrival.at(byBase.get()), Reason.LOCATED_BY_API_BASE, request));
                }
            }
        }
        Optional<Destination> byName =
                request.application()
                        .flatMap(name -> Optional.ofNullable(byApplication.get(folded(name))))
                        .map(service ->
                                behindGateway(
                                        Arrival.byName(service),
                                        Reason.LOCATED_BY_APPLICATION,
                                        request));
        return byName.or(() -> watched(request)).or(() -> unlisted(request));
    }

    /// A download from a watched application.
    private Optional<Destination> watched(Request request) {
        return request.download()
                ? request.application()
                        .flatMap(name -> Optional.ofNullable(watched.get(folded(name))))
                        .map(app ->
                                new Destination(
                                        app.vendor(),
                                        app.product(),
                                        HostRole.WATCHED,
                                        Activity.DOWNLOAD,
                                        AccountKind.UNKNOWN,
                                        Optional.empty(),
                                        List.of(),
                                        request.visibility(),
                                        WatchedApp.SERVICE_ID
                                                + app.kind().name().toLowerCase(Locale.ROOT),
                                        List.of(
                                                Reason.WATCHED_DOWNLOAD.name(),
                                                app.reason().name()),
                                        Optional.empty()))
                : Optional.empty();
    }

    /// What else handled the request: a gateway's record names its own host and the base URL that
    /// it called.
    private List<String> links(Service service, Request request) {
        List<String> links = new ArrayList<>(1);
        for (Hint hint : request.hints()) {
            if (hint.kind().equals("API_BASE")) {
                hostOf(hint.value())
                        .flatMap(hosts::find)
                        .map(located -> located.service().id())
                        .filter(id -> !id.equals(service.id()))
                        .ifPresent(links::add);
            }
        }
        return links;
    }

    /// A host that only some sign of its use gives away; no rule can say whose account it was,
    /// unless the register says that it stands in the site's own house.
    private Optional<Destination> unlisted(Request request) {
        return UnlistedAi.sign(request)
                .map(sign ->
                        new Destination(
                                UNLISTED_VENDOR,
                                UnlistedAi.product(request),
                                HostRole.API,
                                sign == Reason.UNLISTED_AI_BY_BEHAVIOUR
                                        ? Activity.UNKNOWN
                                        : Activity.SEND,
                                register.selfHosted(request).isPresent()
                                        ? AccountKind.CORPORATE
                                        : AccountKind.UNKNOWN,
                                Optional.empty(),
                                List.of(),
                                request.visibility(),
                                UnlistedAi.SERVICE_ID,
                                List.of(sign.name()),
                                Optional.empty(),
                                List.of()));
    }

    /// A gateway's own path says nothing where no rule knows it; a record with a prompt is a send.
    private Destination behindGateway(Arrival arrival, Reason how, Request request) {
        List<Reason> reasons = new ArrayList<>(4);
        reasons.add(how);
        Optional<Matched> path = matchPath(arrival, request);
        Activity activity =
                path.isEmpty() && request.contentPresent()
                        ? Activity.SEND
                        : activity(arrival.role(), request, path, reasons);
        return destination(arrival, activity, path, request, reasons);
    }

    private record Matched(PathRule rule, Map<String, String> captures) {}

    private static Optional<Matched> matchPath(Arrival arrival, Request request) {
        if (request.path().isEmpty() || request.path().get().length() > MAX_PATH_LENGTH) {
            return Optional.empty();
        }
        List<String> parts = PathTemplate.split(request.path().get());
        for (PathRule rule : arrival.service().paths()) {
            if (rule.period().contains(request.time())
                    && (rule.roles().isEmpty() || rule.roles().contains(arrival.role()))
                    && (rule.methods().isEmpty()
                            || request.method().map(rule.methods()::contains).orElse(true))) {
                Optional<Map<String, String>> captures = rule.template().match(parts);
                if (captures.isPresent()) {
                    return Optional.of(new Matched(rule, captures.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static Activity activity(
            HostRole role, Request request, Optional<Matched> path, List<Reason> reasons) {
        if (path.isPresent()) {
            return byRule(path.get().rule(), request, reasons);
        }
        return switch (role) {
            case TELEMETRY, AUTH, WATCHED -> Activity.NOT_A_SEND;
            // The name of the vendor's site also catches hosts that the catalogue does not know
            // yet.
            case ASSET ->
                    request.path().isPresent() && isLargeBody(request)
                            ? byMethod(request, reasons)
                            : Activity.NOT_A_SEND;
            case CHAT, API, CONSOLE -> byMethod(request, reasons);
        };
    }

    private static Activity byRule(PathRule rule, Request request, List<Reason> reasons) {
        if (rule.undocumented()) {
            reasons.add(Reason.UNDOCUMENTED_PATH_RULE);
        }
        if (rule.sendFromBytes().isEmpty()) {
            return rule.activity();
        }
        if (request.bytesUp().isEmpty()) {
            reasons.add(Reason.BYTES_NOT_IN_RECORD);
            return rule.activity();
        }
        boolean send = request.bytesUp().getAsLong() >= rule.sendFromBytes().getAsLong();
        reasons.add(send ? Reason.SEND_BY_SIZE : Reason.SMALLER_THAN_A_SEND);
        return send ? Activity.SEND : rule.activity();
    }

    private static Activity byMethod(Request request, List<Reason> reasons) {
        if (request.download()) {
            return Activity.READ;
        }
        if (request.path().isEmpty() || request.method().orElse("").equals("CONNECT")) {
            reasons.add(Reason.PATH_NOT_IN_RECORD);
            return Activity.UNKNOWN;
        }
        return switch (request.method().orElse("")) {
            case "GET", "HEAD", "OPTIONS", "DELETE", "TRACE" -> Activity.READ;
            default -> {
                if (isLargeBody(request)) {
                    reasons.add(Reason.PATH_DRIFT);
                }
                yield Activity.UNKNOWN;
            }
        };
    }

    private static boolean isLargeBody(Request request) {
        return request.bytesUp().orElse(0) >= PATH_DRIFT_BYTES;
    }

    private Destination destination(
            Arrival arrival,
            Activity activity,
            Optional<Matched> path,
            Request request,
            List<Reason> reasons) {
        Service service = arrival.service();
        if (request.status().orElse(0) == 401 || request.status().orElse(0) == 403) {
            reasons.add(Reason.REFUSED_BY_SERVICE);
            if (request.status().getAsInt() == 403
                    && request.hints().stream().anyMatch(Catalogue::isRestriction)) {
                reasons.add(Reason.TENANT_RESTRICTION_VIOLATION);
            }
        }
        List<AccountEvidence> evidence = evidence(arrival, request);
        Register.Standing standing = register.standing(service, evidence);
        AccountKind account = account(service, evidence, standing, request.time(), reasons);
        if (standing.deciding().map(AccountEvidence::undocumented).orElse(false)) {
            reasons.add(Reason.UNDOCUMENTED_ACCOUNT_EVIDENCE);
        }
        return new Destination(
                service.vendor(),
                service.product(),
                arrival.role(),
                activity,
                account,
                standing.deciding().map(AccountEvidence::value),
                evidence,
                request.visibility(),
                service.id(),
                reasons.stream().map(Reason::name).toList(),
                path.flatMap(matched -> matched.rule().feature()),
                links(service, request));
    }

    /// The same destination with what other records showed about its account.
    ///
    /// @param evidence all of it, that of the request's own record too
    /// @param why reasons that the result gives beside those that follow from the evidence
    /// @param time event time
    public Destination withEvidence(
            Destination before, List<AccountEvidence> evidence, List<Reason> why, Instant time) {
        Service service = byId.get(before.serviceId());
        if (service == null) {
            return before;
        }
        List<AccountEvidence> sorted = new ArrayList<>(evidence);
        sorted.sort(Comparator.comparing(AccountEvidence::likelihood).reversed());
        List<Reason> reasons = new ArrayList<>(why);
        Register.Standing standing = register.standing(service, sorted);
        AccountKind account = account(service, sorted, standing, time, reasons);
        if (standing.deciding().map(AccountEvidence::undocumented).orElse(false)) {
            reasons.add(Reason.UNDOCUMENTED_ACCOUNT_EVIDENCE);
        }
        Set<String> all = new LinkedHashSet<>(before.reasons());
        ACCOUNT_REASONS.forEach(reason -> all.remove(reason.name()));
        reasons.forEach(reason -> all.add(reason.name()));
        return new Destination(
                before.vendor(),
                before.product(),
                before.hostRole(),
                before.activity(),
                account,
                standing.deciding().map(AccountEvidence::value),
                sorted,
                before.visibility(),
                before.serviceId(),
                List.copyOf(all),
                before.feature());
    }

    /// Reasons that follow from the evidence for the account.
    public static final Set<Reason> ACCOUNT_REASONS =
            Set.of(
                    Reason.ACCOUNT_NOT_IN_RECORD,
                    Reason.CONFLICTING_ACCOUNTS,
                    Reason.UNDOCUMENTED_ACCOUNT_EVIDENCE,
                    Reason.FOREIGN_ORG,
                    Reason.SITE_LOGIN_DOMAIN,
                    Reason.FOREIGN_LOGIN_DOMAIN,
                    Reason.PERSONAL_PRODUCT,
                    Reason.SIGNED_OUT_USE,
                    Reason.ID_NOT_COMPARABLE,
                    Reason.ACCOUNT_FROM_OTHER_REQUESTS,
                    Reason.TWO_ORGS_IN_WINDOW,
                    Reason.SHARED_WORKSTATION);

    private AccountKind account(
            Service service,
            List<AccountEvidence> evidence,
            Register.Standing standing,
            Instant time,
            List<Reason> reasons) {
        for (AccountEvidence item : evidence) {
            if (item.id() == IdKind.PLAN && service.isPersonalPlan(item.value())) {
                reasons.add(
                        item.value().equals(Service.SIGNED_OUT)
                                ? Reason.SIGNED_OUT_USE
                                : Reason.PERSONAL_PRODUCT);
                return AccountKind.PERSONAL;
            }
        }
        if (service.personalOnly()) {
            reasons.add(Reason.PERSONAL_PRODUCT);
            return AccountKind.PERSONAL;
        }
        for (AccountEvidence item : evidence) {
            if (item.id() == IdKind.LOGIN_DOMAIN) {
                reasons.add(
                        register.isSiteDomain(item.value())
                                ? Reason.SITE_LOGIN_DOMAIN
                                : Reason.FOREIGN_LOGIN_DOMAIN);
            }
        }
        return switch (standing.kind()) {
            case OURS -> {
                // A person's account that the site knows of is a person's all the same.
                if (register.isPersonalByRow(service, standing.deciding(), time)) {
                    reasons.add(Reason.PERSONAL_PRODUCT);
                    yield AccountKind.PERSONAL;
                }
                yield AccountKind.CORPORATE;
            }
            case FOREIGN -> unknown(Reason.FOREIGN_ORG, reasons);
            case CONFLICT -> unknown(Reason.CONFLICTING_ACCOUNTS, reasons);
            case NOT_COMPARABLE -> unknown(Reason.ID_NOT_COMPARABLE, reasons);
            case NONE -> unknown(Reason.ACCOUNT_NOT_IN_RECORD, reasons);
        };
    }

    private static AccountKind unknown(Reason reason, List<Reason> reasons) {
        reasons.add(reason);
        return AccountKind.UNKNOWN;
    }

    private static List<AccountEvidence> evidence(Arrival arrival, Request request) {
        List<AccountEvidence> evidence = new ArrayList<>(4);
        List<String> parts =
                request.path()
                        .filter(path -> path.length() <= MAX_PATH_LENGTH)
                        .map(PathTemplate::split)
                        .orElse(List.of());
        for (AccountRule rule : arrival.service().accounts()) {
            switch (rule.place()) {
                case Place.InPath place ->
                        place.template()
                                .match(parts)
                                .map(captures -> captures.get("account"))
                                .ifPresent(value -> add(evidence, rule, value));
                case Place.ByPath place ->
                        place.template()
                                .match(parts)
                                .ifPresent(matched -> add(evidence, rule, place.value()));
                case Place.InHost place -> {
                    if (place.pattern().isEmpty() || place.pattern().equals(arrival.pattern())) {
                        arrival.label().ifPresent(value -> add(evidence, rule, value));
                    }
                }
                case Place.InHint place -> {
                    for (Hint hint : request.hints()) {
                        if (hint.kind().equals(place.kind())
                                && (!isRestriction(hint) || isLetThrough(request))) {
                            add(evidence, rule, hint.value());
                        }
                    }
                }
                case Place.InAccountId _ ->
                        request.accountId().ifPresent(value -> add(evidence, rule, value));
            }
        }
        for (Hint hint : request.hints()) {
            addCommon(evidence, hint);
        }
        evidence.sort(Comparator.comparing(AccountEvidence::likelihood).reversed());
        return evidence;
    }

    private static boolean isRestriction(Hint hint) {
        return hint.kind().equals("TENANT_RESTRICTION");
    }

    /// A restriction to one tenant tells the account of a request that the service served. One to
    /// several leaves it open which, and one that the service enforced tells whose it was not.
    private static boolean isLetThrough(Request request) {
        int status = request.status().orElse(0);
        return status >= 200
                && status < 300
                && request.hints().stream().filter(Catalogue::isRestriction).count() == 1;
    }

    /// What any source may assert about any service. None of it decides, but for a gateway key that
    /// is registered.
    private static void addCommon(List<AccountEvidence> evidence, Hint hint) {
        switch (hint.kind()) {
            case "CASB_INSTANCE" -> {
                String value = folded(hint.value());
                if (!NO_INSTANCE.contains(value)) {
                    add(evidence, "CASB_INSTANCE", value, Likelihood.POSSIBLE, IdKind.LOGIN_DOMAIN);
                }
            }
            case "LOGIN_EMAIL" -> {
                int at = hint.value().lastIndexOf('@');
                if (at >= 0 && at < hint.value().length() - 1) {
                    String domain = folded(hint.value().substring(at + 1));
                    add(evidence, "LOGIN_DOMAIN", domain, Likelihood.POSSIBLE, IdKind.LOGIN_DOMAIN);
                }
            }
            case "CASB_SANCTIONED" ->
                    add(
                            evidence,
                            "CASB_SANCTIONED",
                            folded(hint.value()),
                            Likelihood.POSSIBLE,
                            IdKind.SANCTION_MARK);
            case "GATEWAY_KEY" ->
                    add(
                            evidence,
                            "GATEWAY_KEY",
                            hint.value(),
                            Likelihood.LIKELY,
                            IdKind.GATEWAY_KEY);
            default -> {
                // Other kinds count only where the service has a rule for them.
            }
        }
    }

    private static void add(List<AccountEvidence> evidence, AccountRule rule, String value) {
        if (!value.isBlank()) {
            evidence.add(
                    new AccountEvidence(
                            rule.kind(), value, rule.likelihood(), rule.undocumented(), rule.id()));
        }
    }

    private static void add(
            List<AccountEvidence> evidence,
            String kind,
            String value,
            Likelihood likelihood,
            IdKind id) {
        evidence.add(new AccountEvidence(kind, value, likelihood, false, id));
    }

    /// The host of a base URL such as `https://clinic.openai.azure.com/openai`.
    static Optional<String> hostOf(String url) {
        int start = url.indexOf("://");
        start = start < 0 ? 0 : start + 3;
        int end = start;
        while (end < url.length() && "/?#:".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        String host = folded(url.substring(Math.max(start, url.lastIndexOf('@', end) + 1), end));
        return host.isEmpty() ? Optional.empty() : Optional.of(host);
    }

    private static String folded(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
