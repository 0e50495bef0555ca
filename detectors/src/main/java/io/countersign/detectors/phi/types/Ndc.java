package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A national drug code.
public final class Ndc {
    private Ndc() {}

    public static final InfoType TYPE =
            new InfoType(
                    "NDC",
                    Category.HEALTH,
                    "4-4-2, 5-3-2, 5-4-1, 5-4-2 digits with dashes",
                    "",
                    List.of("ndc", "ndc code"),
                    "LIKELY; VERY_LIKELY after its word");
}
