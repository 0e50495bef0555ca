package io.countersign.topology.alerts;

import io.countersign.audit.chain.EntryGrammar;
import io.countersign.detectors.Likelihood;
import io.countersign.detectors.destination.AccountEvidence;
import io.countersign.detectors.destination.Activity;
import io.countersign.detectors.destination.Catalogue;
import io.countersign.detectors.destination.ContentFacts;
import io.countersign.detectors.destination.Destination;
import io.countersign.detectors.destination.Hint;
import io.countersign.detectors.destination.HostRole;
import io.countersign.detectors.destination.IdKind;
import io.countersign.detectors.destination.Inspected;
import io.countersign.detectors.destination.Reason;
import io.countersign.detectors.destination.Register;
import io.countersign.detectors.destination.Request;
import io.countersign.detectors.destination.Service;
import io.countersign.detectors.destination.Verdict;
import io.countersign.detectors.destination.Visibility;
import io.countersign.schemas.Account;
import io.countersign.schemas.Action;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.CoveragePart;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.PersonPart;
import io.countersign.schemas.Severity;
import io.countersign.topology.steps.PolicyInForce;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// An entry's verdict derived again, from the entry alone, with what other records have shown since
/// about its account. What the entry does not keep, such as the path, has already gone into its
/// activity, feature and evidence. Stateless.
public final class Rejudgement {
    /// Marks evidence that another record showed; what follows is its own code.
    public static final String JOINED = "JOINED_";

    private static final Set<Reason> VERDICT_REASONS =
            EnumSet.range(Reason.DEIDENTIFICATION_CONTRADICTED, Reason.UNSANCTIONED_SERVICE);

    private static final Set<Reason> JOIN_REASONS =
            EnumSet.of(
                    Reason.ACCOUNT_FROM_OTHER_REQUESTS,
                    Reason.TWO_ORGS_IN_WINDOW,
                    Reason.SHARED_WORKSTATION);

    private static final String USE = "use=";
    private static final String FEATURE = "feature=";

    private Rejudgement() {}

    /// The entry as it would have been with this evidence.
    ///
    /// @param joined what other records showed, beside the entry's own evidence
    /// @param why reasons of [Reason] for the join itself
    /// @param policy the policy that judges
    /// @return empty where the entry or the policy does not name the service
    public static Optional<EventEntry> with(
            EventEntry entry,
            List<io.countersign.schemas.AccountEvidence> joined,
            List<Reason> why,
            PolicyInForce policy) {
        DestinationPart part = entry.getDestination();
        Catalogue catalogue = policy.policy().catalogue();
        Optional<Service> service = part.getService().flatMap(catalogue::service);
        if (service.isEmpty()) {
            return Optional.empty();
        }
        List<io.countersign.schemas.AccountEvidence> listed = new ArrayList<>(part.getEvidence());
        listed.addAll(joined);
        Instant time = Instant.ofEpochMilli(entry.getTimeMillis());
        Register register = policy.policy().register();
        Destination destination =
                catalogue.withEvidence(
                        destination(entry, service.get()),
                        listed.stream().map(one -> evidence(one, service.get())).toList(),
                        why,
                        time);
        io.countersign.detectors.destination.Coverage coverage =
                register.coverage(destination, request(entry, register, time), time);
        Verdict verdict =
                Verdict.judge(
                        coverage,
                        new ContentFacts(
                                entry.getContent().getPhi(),
                                Inspected.valueOf(entry.getContent().getInspected().name()),
                                entry.getAction() == Action.BLOCKED,
                                destination.activity(),
                                entry.getReasons().contains(Reason.PHI_OVER_PLAIN_HTTP.name()),
                                entry.getReasons().contains(Reason.PHI_REPORTED_BY_SOURCE.name()),
                                breaches(entry)));
        List<String> details = new ArrayList<>(coverage.details());
        breaches(entry).forEach(breach -> details.add(USE + breach));
        if (verdict.disposition() != io.countersign.detectors.destination.Disposition.PERMITTED) {
            details.addAll(register.recipient(destination, coverage, time));
        }
        details.addAll(policy.policy().age(coverage, time));
        Set<String> reasons = new LinkedHashSet<>(entry.getReasons());
        Catalogue.ACCOUNT_REASONS.forEach(reason -> reasons.remove(reason.name()));
        VERDICT_REASONS.forEach(reason -> reasons.remove(reason.name()));
        destination.reasons().forEach(reasons::add);
        reasons.addAll(verdict.reasons());
        DestinationPart revisedPart = Revised.copy(part);
        Revised.set(revisedPart, "account", Account.valueOf(destination.account().name()));
        Revised.set(revisedPart, "org", destination.org().orElse(null));
        Revised.set(revisedPart, "evidence", listed);
        EventEntry revised = Revised.copy(entry);
        Revised.set(revised, "destination", revisedPart);
        Revised.set(
                revised,
                "coverage",
                new CoveragePart(
                        Coverage.valueOf(coverage.state().name()),
                        coverage.baaRow().orElse(null),
                        coverage.reasons(),
                        details.stream().filter(EntryGrammar::detail).toList()));
        Revised.set(revised, "disposition", Disposition.valueOf(verdict.disposition().name()));
        Revised.set(revised, "severity", Severity.valueOf(verdict.severity().name()));
        Revised.set(revised, "reasons", List.copyOf(reasons));
        Revised.set(revised, "policy", policy.sha256());
        Revised.set(revised, "evidence", null);
        return Optional.of(revised);
    }

    /// The reasons that a join has given an entry already, which its evidence alone does not tell.
    static List<Reason> joins(EventEntry entry) {
        return JOIN_REASONS.stream()
                .filter(reason -> entry.getReasons().contains(reason.name()))
                .toList();
    }

    /// The entry without the evidence that other records showed.
    static EventEntry withoutJoined(EventEntry entry) {
        DestinationPart part = Revised.copy(entry.getDestination());
        Revised.set(
                part,
                "evidence",
                part.getEvidence().stream()
                        .filter(one -> !one.getKind().startsWith(JOINED))
                        .toList());
        EventEntry alone = Revised.copy(entry);
        Revised.set(alone, "destination", part);
        return alone;
    }

    /// What was more than the rules of use allow hangs on the text, which the entry has not.
    private static List<String> breaches(EventEntry entry) {
        return entry.getCoverage().getDetails().stream()
                .filter(detail -> detail.startsWith(USE))
                .map(detail -> detail.substring(USE.length()))
                .toList();
    }

    /// What the request's own record said beside host and path, as far as the entry keeps it.
    private static List<Hint> hints(EventEntry entry, Register register) {
        List<Hint> hints = new ArrayList<>();
        entry.getUser().ifPresent(user -> hints.add(new Hint(Hint.PERSON, user)));
        entry.getPerson()
                .flatMap(PersonPart::getId)
                .ifPresent(id -> hints.add(new Hint(Hint.PERSON, id)));
        register.processors(entry.getSource().getId())
                .forEach(id -> hints.add(new Hint(Hint.PROCESSOR, id)));
        for (String detail : entry.getCoverage().getDetails()) {
            if (detail.startsWith(FEATURE)) {
                hints.add(new Hint(Hint.FEATURE, detail.substring(FEATURE.length())));
            }
        }
        return hints;
    }

    private static Destination destination(EventEntry entry, Service service) {
        DestinationPart part = entry.getDestination();
        return new Destination(
                part.getVendor(),
                part.getProduct(),
                HostRole.valueOf(part.getHostRole().name()),
                Activity.valueOf(part.getActivity()),
                io.countersign.detectors.destination.AccountKind.valueOf(part.getAccount().name()),
                part.getOrg(),
                List.of(),
                Visibility.valueOf(part.getVisibility().name()),
                service.id(),
                List.of(),
                part.getFeature(),
                io.countersign.detectors.destination.Coverage.onTheWay(
                        entry.getCoverage().getDetails()));
    }

    /// What a rule of the service names stands for an account; all else a source asserted, and that
    /// decides nothing.
    private static AccountEvidence evidence(
            io.countersign.schemas.AccountEvidence one, Service service) {
        String kind =
                one.getKind().startsWith(JOINED)
                        ? one.getKind().substring(JOINED.length())
                        : one.getKind();
        return new AccountEvidence(
                one.getKind(),
                one.getValue(),
                Likelihood.valueOf(one.getConfidence().name()),
                one.getUndocumented(),
                service.idOf(kind)
                        .orElse(kind.equals("GATEWAY_KEY") ? IdKind.GATEWAY_KEY : otherId(kind)));
    }

    private static IdKind otherId(String kind) {
        return kind.equals("CASB_SANCTIONED") ? IdKind.SANCTION_MARK : IdKind.LOGIN_DOMAIN;
    }

    private static Request request(EventEntry entry, Register register, Instant time) {
        return new Request(
                entry.getHost(),
                Optional.empty(),
                entry.getMethod(),
                entry.getStatus().map(OptionalInt::of).orElse(OptionalInt.empty()),
                entry.getBytesUp().map(OptionalLong::of).orElse(OptionalLong.empty()),
                Optional.empty(),
                Optional.empty(),
                entry.getApplication(),
                entry.getModel(),
                Optional.empty(),
                hints(entry, register),
                Visibility.valueOf(entry.getDestination().getVisibility().name()),
                false,
                false,
                time);
    }
}
