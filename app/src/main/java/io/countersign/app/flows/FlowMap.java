package io.countersign.app.flows;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.policy.PolicyNote;
import io.countersign.detectors.destination.CoverageState;
import io.countersign.schemas.PolicyDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Every way by which PHI may leave or has left, with the BAA row at its end or the gap. The
/// weakest come first.
///
/// @param policy the site's word for the policy's version
/// @param sha256 of the policy's bytes, in hexadecimal
/// @param catalogue version of the catalogue
/// @param made as of when declared ways were judged; observed ones are as judged then
/// @param flows sorted, the weakest first
/// @param observed whether entries were looked at
/// @param left events that are on no way here: there were too many different ones
/// @param warnings what is too old to be relied on
public record FlowMap(
        String policy,
        String sha256,
        String catalogue,
        Instant made,
        List<Flow> flows,
        boolean observed,
        long left,
        List<String> warnings) {
    public FlowMap {
        flows = flows.stream().sorted(WORST_FIRST).toList();
        warnings = List.copyOf(warnings);
    }

    private static final Comparator<Flow> WORST_FIRST =
            Comparator.comparingInt((Flow flow) -> weakness(flow.state()))
                    .thenComparingLong(Flow::phi)
                    .thenComparingLong(flow -> flow.seen().map(Flow.Seen::undecided).orElse(0L))
                    .reversed()
                    .thenComparing(Flow::from)
                    .thenComparing(Flow::way)
                    .thenComparing(Flow::service)
                    .thenComparing(Flow::account);

    /// The map of a policy alone.
    public static FlowMap declared(PolicyDocument policy, Instant now, List<String> warnings) {
        return of(policy, now, new DeclaredFlows(policy, now).flows(), false, 0, warnings);
    }

    /// The map of a policy and of what was seen; rows by which somebody was seen to go have no
    /// declared line beside it.
    public static FlowMap of(
            PolicyDocument policy, Instant now, ObservedFlows seen, List<String> warnings) {
        List<Flow> observed = seen.flows();
        List<Flow> flows = new ArrayList<>(observed);
        flows.addAll(DeclaredFlows.notSeen(new DeclaredFlows(policy, now).flows(), observed));
        return of(policy, now, flows, true, seen.left(), warnings);
    }

    private static FlowMap of(
            PolicyDocument policy,
            Instant now,
            List<Flow> flows,
            boolean observed,
            long left,
            List<String> warnings) {
        return new FlowMap(
                policy.getVersion(),
                Sha256.of(PolicyNote.encode(policy)).hex(),
                policy.getCatalogueVersion(),
                now,
                flows,
                observed,
                left,
                warnings);
    }

    private static int weakness(CoverageState state) {
        return switch (state) {
            case COVERED -> 0;
            case UNKNOWN -> 1;
            case NOT_COVERED -> 2;
        };
    }

    /// How many ways are in a state.
    public long count(CoverageState state) {
        return flows.stream().filter(flow -> flow.state() == state).count();
    }

    /// The weakest way of all; empty where every way is covered.
    public Optional<Flow> weakest() {
        return flows.stream().findFirst().filter(flow -> flow.state() != CoverageState.COVERED);
    }

    /// What the whole map says, in a sentence or two.
    public String headline() {
        String counts =
                "%d %s: %d not covered, %d not known, %d covered."
                        .formatted(
                                flows.size(),
                                flows.size() == 1 ? "flow" : "flows",
                                count(CoverageState.NOT_COVERED),
                                count(CoverageState.UNKNOWN),
                                count(CoverageState.COVERED));
        return counts
                + weakest()
                        .map(flow ->
                                " The weakest link is %s: %s to %s, %s, %s."
                                        .formatted(
                                                flow.weakestLink(),
                                                flow.from(),
                                                flow.service(),
                                                flow.account(),
                                                flow.seenWords()))
                        .orElse("");
    }

    /// Which policy, and as of when.
    public String subtitle() {
        return "Policy %s (sha256 %s), catalogue %s, %s, as of %s"
                .formatted(
                        policy,
                        sha256.substring(0, Math.min(12, sha256.length())),
                        catalogue,
                        observed ? "declared and observed" : "declared only",
                        made);
    }
}
