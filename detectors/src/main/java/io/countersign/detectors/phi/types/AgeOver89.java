package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// An age over 89. Ages up to 89 are free.
public final class AgeOver89 {
    private AgeOver89() {}

    public static final InfoType TYPE =
            new InfoType(
                    "AGE_OVER_89",
                    Category.C,
                    "90 to 119 with an age word (years old, yo, y/o, aged)",
                    "90 to 119",
                    List.of("year", "years", "yr", "yrs", "yo", "y", "aged", "age", "old"),
                    "VERY_LIKELY");
}
