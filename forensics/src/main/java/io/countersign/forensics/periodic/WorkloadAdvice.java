package io.countersign.forensics.periodic;

import io.countersign.forensics.periodic.WorkloadAdvice.Share;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// What to do about a workload: how often it carried PHI, and by which row of the register it is
/// covered, or could be.
///
/// @param share of PHI in what was seen
/// @param route the rows that cover its service, or those that cover another; in words
/// @param advice one sentence
record WorkloadAdvice(Share share, String route, String advice) {
    /// From this part of the decided sends on, PHI is what the workload is for.
    static final int HEAVY_PERCENT = 20;

    private static final int MAX_ROUTES = 5;

    /// How often a workload carries PHI, by what was seen of it.
    enum Share {
        HEAVY("PHI-heavy"),
        SOMETIMES("sometimes PHI"),
        NEVER("never PHI"),
        UNKNOWN("unknown");

        private final String words;

        Share(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        /// @param undecided of the sends, those of which nobody knows
        static Share of(long sends, long withPhi, long undecided) {
            long decided = sends - undecided;
            if (withPhi > 0) {
                return withPhi * 100 >= decided * HEAVY_PERCENT ? HEAVY : SOMETIMES;
            }
            return undecided * 2 >= sends ? UNKNOWN : NEVER;
        }
    }

    WorkloadAdvice {
        Objects.requireNonNull(share, "share");
    }

    static WorkloadAdvice of(
            String service,
            long sends,
            long withPhi,
            long undecided,
            long covered,
            Register register,
            Instant at) {
        Share share = Share.of(sends, withPhi, undecided);
        List<Agreement> here = register.covering(service, at);
        List<Agreement> elsewhere =
                here.isEmpty()
                        ? register.agreements().stream().filter(row -> row.isBaa(at)).toList()
                        : List.of();
        String route =
                here.isEmpty()
                        ? elsewhere.isEmpty() ? "none" : "elsewhere: " + routes(elsewhere)
                        : routes(here);
        return new WorkloadAdvice(share, route, advice(share, withPhi - covered, here, elsewhere));
    }

    private static String routes(List<Agreement> rows) {
        String named =
                String.join(
                        "; ",
                        rows.stream()
                                .limit(MAX_ROUTES)
                                .map(row ->
                                        row.route() + " for " + String.join(" ", row.services()))
                                .toList());
        return rows.size() > MAX_ROUTES
                ? named + "; and " + (rows.size() - MAX_ROUTES) + " more"
                : named;
    }

    private static String advice(
            Share share, long uncovered, List<Agreement> here, List<Agreement> elsewhere) {
        return switch (share) {
            case HEAVY, SOMETIMES -> {
                if (!here.isEmpty()) {
                    yield uncovered == 0
                            ? "All of its PHI was covered: keep it on this route."
                            : "Move all of it to the covered accounts; "
                                    + uncovered
                                    + " of its sends with PHI were not covered.";
                }
                yield (elsewhere.isEmpty()
                                ? "No agreement covers it or anything like it: stop PHI here until there is one"
                                : "No agreement covers this service: move PHI to a covered one")
                        + (share == Share.SOMETIMES ? ", and coach the people." : ".");
            }
            case NEVER -> "Nothing to do: leave it watched.";
            case UNKNOWN -> "Too little was seen to say: let the source show contents, then judge.";
        };
    }
}
