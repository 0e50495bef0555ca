package io.countersign.detectors.destination;

import io.countersign.detectors.destination.HostIndex.Located;
import io.countersign.detectors.destination.Service.PathRule;
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
    /// Longer paths are not looked at: no rule is longer.
    static final int MAX_PATH_LENGTH = 8192;

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

    /// Who is at the other end. Empty: out of scope.
    public Optional<Destination> locate(Request request) {
        Optional<Located> byHost = request.host().flatMap(hosts::find);
        if (byHost.isEmpty()) {
            return locateWithoutHost(request);
        }
        Arrival arrival = Arrival.at(byHost.get());
        Optional<PathRule> path = arrival.matchPath(request);
        if (byHost.get().rule().onlyKnownPaths() && path.isEmpty()) {
            return Optional.empty();
        }
        List<Reason> reasons = new ArrayList<>(4);
        Activity activity = arrival.activity(request, path, reasons);
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
        Optional<PathRule> path = arrival.matchPath(request);
        Activity activity =
                path.isEmpty() && request.contentPresent()
                        ? Activity.SEND
                        : arrival.activity(request, path, reasons);
        return destination(arrival, activity, path, request, reasons);
    }

    private Destination destination(
            Arrival arrival,
            Activity activity,
            Optional<PathRule> path,
            Request request,
            List<Reason> reasons) {
        Service service = arrival.service();
        if (request.status().orElse(0) == 401 || request.status().orElse(0) == 403) {
            reasons.add(Reason.REFUSED_BY_SERVICE);
            if (request.status().getAsInt() == 403
                    && request.hints().stream().anyMatch(AccountTraces::isRestriction)) {
                reasons.add(Reason.TENANT_RESTRICTION_VIOLATION);
            }
        }
        List<AccountEvidence> evidence = AccountTraces.of(arrival, request);
        Standing standing = register.standing(service, evidence);
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
                path.flatMap(PathRule::feature),
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
        Standing standing = register.standing(service, sorted);
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
                before.feature(),
                before.links());
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
            Standing standing,
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

    /// The host of a base URL such as `https://clinic.openai.azure.com/openai`.
    static Optional<String> hostOf(String url) {
        int start = url.indexOf("://");
        start = start < 0 ? 0 : start + 3;
        int end = indexOfAny(url, "/?#", start);
        // What stands before an `@` is a user and a password, whatever it looks like (RFC 3986
        // 3.2).
        int host = Math.max(start, url.lastIndexOf('@', end - 1) + 1);
        String name = folded(url.substring(host, Math.min(end, indexOfAny(url, ":", host))));
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    private static int indexOfAny(String text, String signs, int from) {
        int at = from;
        while (at < text.length() && signs.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    static String folded(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
