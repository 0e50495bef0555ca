package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A city, town or county.
public final class City {
    private City() {}

    public static final InfoType TYPE =
            new InfoType(
                    "CITY",
                    Category.B,
                    "places of 50,000 people and more after in, from, at or before a state; smaller ones only before a state or after \"lives in\"",
                    "",
                    List.of(
                            "city",
                            "town",
                            "county",
                            "lives in",
                            "resident of",
                            "resides in",
                            "residing in",
                            "hometown",
                            "moved to",
                            "born in"),
                    "POSSIBLE by list; LIKELY after a preposition; VERY_LIKELY before a state or ZIP or after \"lives in\"");
}
