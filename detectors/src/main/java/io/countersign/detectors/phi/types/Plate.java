package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A licence plate.
public final class Plate {
    private Plate() {}

    public static final InfoType TYPE =
            new InfoType(
                    "PLATE",
                    Category.L,
                    "a token of 4 to 8 characters with a digit after its word",
                    "",
                    List.of(
                            "plate",
                            "license plate",
                            "licence plate",
                            "plate number",
                            "registration plate",
                            "tag number"),
                    "LIKELY after its word");
}
