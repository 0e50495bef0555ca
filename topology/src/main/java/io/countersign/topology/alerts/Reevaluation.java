package io.countersign.topology.alerts;

import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Likelihood;
import io.countersign.topology.steps.PolicyInForce;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What a policy that came later says of an entry that another policy judged: as of the event's own
/// time, from what the entry holds. The entry's activity and feature stay, since the path from
/// which they were read is not in it. Stateless.
public final class Reevaluation {
    /// The basis of an amendment that a change of the policy caused.
    public static final String BASIS = "POLICY_CHANGED";

    private Reevaluation() {}

    /// What judging again came to.
    public sealed interface Outcome {
        /// The same disposition and the same coverage; other words about it are no news.
        record Same() implements Outcome {}

        /// @param amendment what is to be chained
        record Changed(AmendmentEntry amendment) implements Outcome {}

        /// The catalogue does not name the entry's service, so that it stays as it was judged.
        record NotNamed() implements Outcome {}
    }

    /// The event as this policy judges it, with all that other records have shown of its account.
    ///
    /// @param standing the event as it is judged so far, after its latest amendment
    /// @return empty where the catalogue does not name the entry's service
    public static Optional<EventEntry> judged(EventEntry standing, PolicyInForce policy) {
        return Rejudgement.with(standing, List.of(), Rejudgement.joins(standing), policy);
    }

    /// Judges an event again.
    ///
    /// @param original names the event's own entry; asked where there is something to say of it
    /// @param standing the event as it is judged so far, after its latest amendment
    public static Outcome of(
            Supplier<EntryRef> original, EventEntry standing, PolicyInForce policy) {
        Optional<EventEntry> found = judged(standing, policy);
        if (found.isEmpty()) {
            return new Outcome.NotNamed();
        }
        EventEntry revised = found.get();
        if (revised.getDisposition() == standing.getDisposition()
                && revised.getCoverage().getState() == standing.getCoverage().getState()) {
            return new Outcome.Same();
        }
        return new Outcome.Changed(
                AmendmentEntry.newBuilder()
                        .setOriginal(original.get())
                        .setChanged(Differences.between(standing, revised))
                        .setBasis(BASIS)
                        .setConfidence(Likelihood.CERTAIN)
                        .setLearntFrom(List.of())
                        .setRevised(revised)
                        .build());
    }
}
