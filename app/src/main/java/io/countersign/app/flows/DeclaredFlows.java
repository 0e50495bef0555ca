package io.countersign.app.flows;

import io.countersign.detectors.Likelihood;
import io.countersign.detectors.destination.AccountEvidence;
import io.countersign.detectors.destination.AccountKind;
import io.countersign.detectors.destination.Activity;
import io.countersign.detectors.destination.Agreement;
import io.countersign.detectors.destination.Coverage;
import io.countersign.detectors.destination.CoverageState;
import io.countersign.detectors.destination.Deidentified;
import io.countersign.detectors.destination.Destination;
import io.countersign.detectors.destination.HostRole;
import io.countersign.detectors.destination.Policy;
import io.countersign.detectors.destination.Register;
import io.countersign.detectors.destination.Request;
import io.countersign.detectors.destination.SelfHosted;
import io.countersign.detectors.destination.Service;
import io.countersign.detectors.destination.SiteFacts;
import io.countersign.detectors.destination.Visibility;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.PolicyRegister;
import io.countersign.schemas.PolicyUse;
import io.countersign.topology.policy.PolicyReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a policy allows or foresees, judged as of a time by the register itself: its rows, the
/// rules of use, the gateways that sources declare, and what runs in the site's own house.
final class DeclaredFlows {
    private static final String ANYBODY = "Anybody";
    private static final int MAX_NAMES = 4;

    private final Policy policy;
    private final Register register;
    private final RegisterRows rows;

    /// As written: the register that judges compares without case.
    private final List<PolicyUse> use;

    private final Instant now;

    DeclaredFlows(PolicyDocument document, Instant now) {
        this.policy = PolicyReader.read(document);
        this.use = document.getRegister().map(PolicyRegister::getUse).orElse(List.of());
        this.register = policy.register();
        this.rows = new RegisterRows(policy);
        this.now = now;
    }

    List<Flow> flows() {
        List<Flow> flows = new ArrayList<>();
        for (Agreement row : register.agreements()) {
            if (row.inForce().to().isAfter(now)) {
                for (String id : new TreeSet<>(row.services())) {
                    policy.catalogue().service(id).ifPresent(service -> ofRow(flows, row, service));
                }
            }
        }
        for (PolicyUse rule : use) {
            for (String id : new TreeSet<>(rule.getServices())) {
                if (!hasRow(id)) {
                    policy.catalogue()
                            .service(id)
                            .ifPresent(service -> withoutRow(flows, who(rule), service));
                }
            }
        }
        for (SiteFacts.Route route : register.facts().routes()) {
            flows.add(route(route));
        }
        for (SelfHosted row : register.facts().selfHosted()) {
            flows.add(selfHosted(row));
        }
        return flows;
    }

    private boolean hasRow(String service) {
        return register.agreements().stream()
                .anyMatch(
                        row -> row.services().contains(service) && row.inForce().to().isAfter(now));
    }

    private void ofRow(List<Flow> flows, Agreement row, Service service) {
        Coverage coverage = register.coverage(destination(service, row), request(), now);
        List<String> notes = new ArrayList<>();
        String leftOut =
                service.features().stream()
                        .filter(feature -> feature.offer() == Service.Offer.NEVER)
                        .filter(feature ->
                                feature.plans().isEmpty() || feature.plans().contains(row.plan()))
                        .filter(feature -> feature.period().contains(now))
                        .map(Service.FeatureTerms::feature)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
        if (!leftOut.isEmpty()) {
            notes.add("the BAA leaves out: " + leftOut);
        }
        for (Deidentified known : register.facts().deidentified()) {
            if (known.services().contains(service.id()) && known.inForce().contains(now)) {
                notes.add("de-identified on record: " + known.dataset() + " (" + known.id() + ")");
            }
        }
        List<PolicyUse> rules =
                use.stream().filter(rule -> rule.getServices().contains(service.id())).toList();
        for (String who :
                rules.isEmpty()
                        ? List.of(ANYBODY)
                        : rules.stream().map(DeclaredFlows::who).distinct().toList()) {
            flows.add(
                    new Flow(
                            who,
                            List.of(),
                            RegisterRows.name(service),
                            account(row),
                            coverage.state(),
                            Optional.of(RegisterRows.row(row)),
                            RegisterRows.sentence(coverage),
                            RegisterRows.name(service),
                            notes,
                            Optional.empty()));
        }
    }

    private void withoutRow(List<Flow> flows, String who, Service service) {
        Coverage coverage =
                register.coverage(
                        destination(service, AccountKind.UNKNOWN, List.of()), request(), now);
        flows.add(
                new Flow(
                        who,
                        List.of(),
                        RegisterRows.name(service),
                        "no account of ours",
                        coverage.state(),
                        Optional.empty(),
                        RegisterRows.sentence(coverage),
                        RegisterRows.name(service),
                        List.of("a rule of use names it, and no row does"),
                        Optional.empty()));
    }

    private Flow route(SiteFacts.Route route) {
        String weakest = route.processors().getFirst();
        Coverage coverage = register.ofLink(weakest, now);
        for (String id : route.processors()) {
            Coverage there = register.ofLink(id, now);
            if (there.state().isWeakerThan(coverage.state())) {
                weakest = id;
                coverage = there;
            }
        }
        return new Flow(
                "Source " + route.source(),
                rows.gateways(route.processors()),
                "what it reports",
                "as the record shows",
                coverage.state(),
                coverage.baaRow().flatMap(rows::row),
                RegisterRows.sentence(coverage),
                rows.service(weakest),
                List.of(),
                Optional.empty());
    }

    private Flow selfHosted(SelfHosted row) {
        boolean inForce = row.inForce().contains(now);
        return new Flow(
                ANYBODY,
                List.of(),
                "Own machine " + some(row.hosts()),
                "in our own house",
                inForce ? CoverageState.COVERED : CoverageState.UNKNOWN,
                rows.row(row.id()),
                inForce ? "No disclosure: it runs in the site's own house." : "Row not in force.",
                "none",
                List.of(),
                Optional.empty());
    }

    private static String who(PolicyUse rule) {
        List<String> names = new ArrayList<>(rule.getDepartments());
        names.addAll(rule.getPeople());
        return names.isEmpty() ? ANYBODY : some(names);
    }

    private static String account(Agreement row) {
        String ids =
                row.everyAccount()
                        ? "every account"
                        : some(row.accounts().stream().map(Agreement.RegisteredId::value).toList());
        return (row.party() == Agreement.Party.PERSON ? "a person's own: " : "ours: ") + ids;
    }

    private static String some(List<String> names) {
        return names.size() <= MAX_NAMES
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MAX_NAMES))
                        + " and "
                        + (names.size() - MAX_NAMES)
                        + " more";
    }

    private static Destination destination(Service service, Agreement row) {
        List<AccountEvidence> evidence =
                row.accounts().stream()
                        .limit(1)
                        .map(id ->
                                new AccountEvidence(
                                        "REGISTER",
                                        id.value(),
                                        Likelihood.CERTAIN,
                                        false,
                                        id.kind()))
                        .toList();
        return destination(service, AccountKind.CORPORATE, evidence);
    }

    private static Destination destination(
            Service service, AccountKind account, List<AccountEvidence> evidence) {
        return new Destination(
                service.vendor(),
                service.product(),
                HostRole.API,
                Activity.SEND,
                account,
                Optional.empty(),
                evidence,
                Visibility.BODY,
                service.id(),
                List.of(),
                Optional.empty());
    }

    private Request request() {
        return new Request(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Visibility.BODY,
                false,
                true,
                now);
    }

    /// Rows by which somebody was seen to go need no line of their own.
    static List<Flow> notSeen(List<Flow> declared, List<Flow> observed) {
        Set<String> seen =
                observed.stream()
                        .flatMap(flow -> flow.row().stream().map(row -> key(flow, row)))
                        .collect(Collectors.toSet());
        return declared.stream()
                .filter(flow -> flow.row().map(row -> !seen.contains(key(flow, row))).orElse(true))
                .toList();
    }

    private static String key(Flow flow, Flow.BaaRow row) {
        return flow.service() + '\n' + row.id();
    }
}
