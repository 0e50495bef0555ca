package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A passport number.
public final class Passport {
    private Passport() {}

    public static final InfoType TYPE =
            new InfoType(
                    "PASSPORT",
                    Category.K,
                    "nine digits, or a letter and eight, after its word",
                    "",
                    List.of("passport", "passport number", "passport no"),
                    "VERY_LIKELY after its word");
}
