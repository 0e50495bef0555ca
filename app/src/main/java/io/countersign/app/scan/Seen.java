package io.countersign.app.scan;

import io.countersign.detectors.phi.Decision;
import io.countersign.detectors.phi.Extent;
import io.countersign.detectors.phi.JoinedInspection;
import java.util.Optional;

/// How much of an input was seen, by the inspection of its text and by what is missing of that, and
/// what may be said of it then.
///
/// @param decision about what was seen
/// @param extent of the input
/// @param reason why it is not FULL
record Seen(Decision decision, Extent extent, String reason) {
    /// @param bytes of the text
    static Seen of(JoinedInspection joined, long bytes, Shortfall shortfall) {
        if (shortfall == Shortfall.NONE) {
            return new Seen(joined.decision(), joined.extent(), joined.extentReason().name());
        }
        boolean nothing = bytes == 0 || joined.extent() == Extent.NOT_INSPECTED;
        return new Seen(
                joined.decision(),
                nothing ? Extent.NOT_INSPECTED : Extent.PARTIAL,
                shortfall.name());
    }

    /// Whether it is PHI. What was not seen may be: of a part only a yes stands.
    Optional<Boolean> phi() {
        return decision.phi().filter(found -> found || extent == Extent.FULL);
    }
}
