package io.countersign.forensics.cases;

import io.countersign.audit.chain.CaseGrammar;
import io.countersign.forensics.cases.CaseQuestions.Alert;
import io.countersign.forensics.cases.Individuals.Residents;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A case as it stands: what its steps say, and what follows from its events.
///
/// @param steps in order
/// @param disclosures of the case's events that the archive has, by time
/// @param missing events of the case that the archive does not have, or has with another leaf hash
/// @param alerts about them, the earliest first
public record CaseView(
        String id,
        List<CaseStep> steps,
        List<Disclosure> disclosures,
        List<Place> missing,
        List<Alert> alerts) {
    public CaseView {
        steps = List.copyOf(steps);
        disclosures = List.copyOf(disclosures);
        missing = List.copyOf(missing);
        alerts = List.copyOf(alerts);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a case has a first step");
        }
    }

    /// Joins a case's steps with what the archive answered about its entries.
    public static CaseView of(
            String id, List<CaseStep> steps, List<Disclosure> found, List<Alert> alerts) {
        Map<String, Disclosure> byName = new HashMap<>();
        found.forEach(one -> byName.put(one.place().name(), one));
        List<Disclosure> disclosures = new ArrayList<>();
        List<Place> missing = new ArrayList<>();
        for (Place place : members(steps)) {
            Disclosure one = byName.get(place.name());
            if (one == null || !one.place().leafHash().equals(place.leafHash())) {
                missing.add(place);
            } else {
                disclosures.add(one);
            }
        }
        disclosures.sort(
                Comparator.comparing(Disclosure::happenedAt).thenComparing(Disclosure::place));
        return new CaseView(id, steps, disclosures, missing, alerts);
    }

    /// The entries of a case, each once, in the order of the log.
    public static Set<Place> members(List<CaseStep> steps) {
        Set<Place> members = new TreeSet<>();
        steps.forEach(step -> members.addAll(step.entries()));
        return members;
    }

    /// What the case is about, as its first step says.
    public String title() {
        return steps.getFirst().text();
    }

    /// When it counts as discovered.
    public Discovery discovery() {
        Instant opened = steps.getFirst().at();
        Optional<Instant> alert = alerts.stream().map(Alert::chainedAt).min(Instant::compareTo);
        Instant byAlert = alert.orElse(opened);
        Optional<Instant> stated = last(CaseGrammar.DISCOVERY).flatMap(CaseStep::moment);
        return new Discovery(
                stated.orElse(byAlert),
                stated.isPresent()
                        ? Discovery.Basis.STATED
                        : alert.isPresent()
                                ? Discovery.Basis.FIRST_ALERT
                                : Discovery.Basis.CASE_OPENED,
                byAlert);
    }

    /// @param residents empty: there is no vault to ask
    public Individuals individuals(Optional<Residents> residents) {
        return Individuals.of(disclosures, residents).attested(attestations());
    }

    /// What was asked of those who sent what nobody saw, and what they answered.
    public List<Attestation> attestations() {
        return Attestation.of(steps, disclosures);
    }

    /// Notices and their days.
    public List<Clock> clocks(Individuals individuals, ZoneId zone, List<StateRule> rules) {
        Optional<Clocks.Delay> delay =
                last(CaseGrammar.DELAY)
                        .flatMap(CaseStep::moment)
                        .map(until -> new Clocks.Delay(until.atZone(zone).toLocalDate()));
        return Clocks.of(discovery(), individuals, zone, rules, delay);
    }

    /// The four factors with what is known.
    public Worksheet worksheet(Individuals individuals) {
        List<String> mitigations = new ArrayList<>();
        for (CaseStep step : steps) {
            if (step.act().equals(CaseGrammar.ATTESTATION)) {
                mitigations.add(
                        "attested by "
                                + step.person()
                                + ": deleted "
                                + step.details().getOrDefault("deleted", "unknown")
                                + ", training "
                                + step.details().getOrDefault("training", "unknown"));
            }
            if (step.act().equals(CaseGrammar.NOTICE)
                    && step.details().getOrDefault("recipient", "").equals("VENDOR")) {
                mitigations.add(
                        "deletion asked of the vendor on " + step.moment().orElse(step.at()));
            }
        }
        return Worksheet.of(disclosures, individuals, mitigations);
    }

    /// Info types over all that left without cover, with how often.
    public Map<String, Integer> elements() {
        return Worksheet.elements(disclosures.stream().filter(Disclosure::isUncovered).toList());
    }

    /// What received something without cover, in the order of time.
    public Set<String> recipients() {
        Set<String> recipients = new LinkedHashSet<>();
        disclosures.stream()
                .filter(Disclosure::isUncovered)
                .forEach(one -> recipients.add(one.recipient()));
        return recipients;
    }

    /// What was proposed last, and not decided since.
    public Optional<CaseStep> proposal() {
        Optional<CaseStep> proposed = last(CaseGrammar.PROPOSAL);
        long decided = last(CaseGrammar.DECISION).map(CaseStep::number).orElse(-1L);
        return proposed.filter(step -> step.number() > decided);
    }

    /// What two persons signed last.
    public Optional<CaseStep> decision() {
        return last(CaseGrammar.DECISION);
    }

    public boolean isClosed() {
        return last(CaseGrammar.CLOSED).isPresent();
    }

    private Optional<CaseStep> last(String act) {
        return steps.reversed().stream().filter(step -> step.act().equals(act)).findFirst();
    }

    /// Sizes: what stands in a case is for its readers.
    @Override
    public String toString() {
        return "CaseView["
                + id
                + ", "
                + steps.size()
                + " steps, "
                + disclosures.size()
                + " events]";
    }
}
