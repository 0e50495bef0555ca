package io.countersign.app.flows;

import io.countersign.detectors.destination.CoverageState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// One way that PHI may take, or took.
///
/// @param from who sends: a department, an application, a source, or anybody
/// @param gateways what handles it on the way, by product
/// @param service vendor and product
/// @param account whose account it is there
/// @param state whether a BAA reaches the whole way
/// @param row the register row at its end, where there is one
/// @param why the reason, a sentence
/// @param weakestLink which part of the way decided
/// @param notes what else a reader should know, such as features that the BAA leaves out
/// @param seen what was observed on it; empty: it is only declared
public record Flow(
        String from,
        List<String> gateways,
        String service,
        String account,
        CoverageState state,
        Optional<BaaRow> row,
        String why,
        String weakestLink,
        List<String> notes,
        Optional<Seen> seen) {
    public Flow {
        Objects.requireNonNull(from, "from");
        gateways = List.copyOf(gateways);
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(row, "row");
        Objects.requireNonNull(why, "why");
        Objects.requireNonNull(weakestLink, "weakestLink");
        notes = List.copyOf(notes);
        Objects.requireNonNull(seen, "seen");
    }

    /// What a row is.
    public enum RowKind {
        AGREEMENT,
        SELF_HOSTED,
        /// The entries name it, and the policy that the map is of does not have it.
        NOT_IN_THIS_POLICY
    }

    /// A row of the register.
    ///
    /// @param id the row's id
    /// @param plan the vendor's plan; empty where the row is no agreement
    /// @param signed day on which the BAA was signed; empty: none is
    /// @param lastDay the last day of the row; empty: it has no end
    /// @param verified day on which somebody compared it with the contract; empty: never
    public record BaaRow(
            RowKind kind,
            String id,
            String plan,
            Optional<String> signed,
            Optional<String> lastDay,
            Optional<String> verified) {}

    /// What the entries show.
    ///
    /// @param phi sends with PHI
    /// @param undecided sends of which nobody could tell
    /// @param blocked how many of both the proxy stopped
    /// @param entry one of them, `chain:seq`: the latest with PHI, else the latest
    public record Seen(
            long phi,
            long undecided,
            long blocked,
            long firstMillis,
            long lastMillis,
            String entry) {}

    /// `DIRECT`, or the gateways one after the other.
    String way() {
        return gateways.isEmpty() ? "direct" : String.join(", then ", gateways);
    }

    /// Sends with PHI that nothing stopped; none where it is only declared.
    long phi() {
        return seen.map(Seen::phi).orElse(0L);
    }

    /// In words that need no colour.
    String stateWord() {
        return switch (state) {
            case COVERED -> "COVERED";
            case NOT_COVERED -> "NOT COVERED";
            case UNKNOWN -> "NOT KNOWN";
        };
    }

    /// The row and its days, or that there is none.
    String baa() {
        return row.map(Flow::baa).orElse("no row of the register");
    }

    private static String baa(BaaRow row) {
        String end = row.lastDay().map(day -> "to " + day).orElse("without end");
        return switch (row.kind()) {
            case AGREEMENT ->
                    "row %s, plan %s, %s, %s, %s"
                            .formatted(
                                    row.id(),
                                    row.plan(),
                                    row.signed().map(day -> "BAA signed " + day).orElse("no BAA"),
                                    end,
                                    row.verified()
                                            .map(day -> "verified " + day)
                                            .orElse("never verified"));
            case SELF_HOSTED -> "row %s, self-hosted, %s".formatted(row.id(), end);
            case NOT_IN_THIS_POLICY ->
                    "row %s, which this policy does not have".formatted(row.id());
        };
    }

    /// What was seen, in words.
    String seenWords() {
        return seen.map(some ->
                        "%d with PHI, %d undecided%s"
                                .formatted(
                                        some.phi(),
                                        some.undecided(),
                                        some.blocked() > 0
                                                ? ", " + some.blocked() + " blocked"
                                                : ""))
                .orElse("declared");
    }

    /// All of it as one sentence.
    String sentence() {
        return "%s, %s, to %s, %s: %s, %s. %s Weakest link: %s. %s."
                .formatted(
                        from,
                        way(),
                        service,
                        account,
                        stateWord(),
                        baa(),
                        why,
                        weakestLink,
                        seenWords());
    }
}
