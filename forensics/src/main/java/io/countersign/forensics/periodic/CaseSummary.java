package io.countersign.forensics.periodic;

import io.countersign.audit.chain.CaseGrammar;
import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.Clock;
import io.countersign.forensics.cases.Clocks;
import io.countersign.forensics.cases.Individuals;
import io.countersign.forensics.cases.Outcome;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A case as a yearly report names it: by its id, without what people wrote in it.
///
/// @param individuals at least and at most
/// @param outcome empty: not decided, and presumed a breach
/// @param hhsBy the last day for the notice to HHS, if it is a breach
/// @param notified when individuals were told; empty: no notice to them is on record
/// @param hhsTold when HHS was told
public record CaseSummary(
        String id,
        Instant discovered,
        Individuals individuals,
        Optional<Outcome> outcome,
        List<String> recipients,
        List<String> elements,
        Optional<LocalDate> hhsBy,
        Optional<Instant> notified,
        Optional<Instant> hhsTold,
        boolean closed) {
    public CaseSummary {
        Objects.requireNonNull(discovered, "discovered");
        Objects.requireNonNull(individuals, "individuals");
        recipients = List.copyOf(recipients);
        elements = List.copyOf(elements);
    }

    /// @param clocks of the case
    public static CaseSummary of(CaseView view, Individuals individuals, List<Clock> clocks) {
        return new CaseSummary(
                view.id(),
                view.discovery().at(),
                individuals,
                view.decision().flatMap(step -> step.outcome()),
                List.copyOf(view.recipients()),
                view.elements().keySet().stream().sorted().toList(),
                clocks.stream()
                        .filter(clock -> clock.recipient() == Clock.Recipient.HHS)
                        .findFirst()
                        .flatMap(Clock::lastDay),
                told(view, Clock.Recipient.INDIVIDUALS),
                told(view, Clock.Recipient.HHS),
                view.isClosed());
    }

    private static Optional<Instant> told(CaseView view, Clock.Recipient recipient) {
        return view.steps().stream()
                .filter(step -> step.act().equals(CaseGrammar.NOTICE))
                .filter(step ->
                        step.details().getOrDefault("recipient", "").equals(recipient.name()))
                .map(step -> step.moment().orElse(step.at()))
                .min(Instant::compareTo);
    }

    /// Whether it belongs into the log that HHS gets after the year (45 CFR 164.408(c)).
    boolean isOfYearlyLog() {
        return isBreach() && individuals.atMost() < Clocks.HHS_AT_ONCE;
    }

    boolean isBreach() {
        return outcome.filter(Outcome.BREACH::equals).isPresent();
    }

    /// Affected, in words.
    String affected() {
        return individuals.atLeast()
                + (individuals.atMost() > individuals.atLeast()
                        ? " to " + individuals.atMost()
                        : "")
                + (individuals.unseen() > 0
                        ? ", and whom " + individuals.unseen() + " unseen disclosures name"
                        : "");
    }
}
