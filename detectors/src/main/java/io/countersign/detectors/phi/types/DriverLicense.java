package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A driver's licence number.
public final class DriverLicense {
    private DriverLicense() {}

    public static final InfoType TYPE =
            new InfoType(
                    "DRIVER_LICENSE",
                    Category.K,
                    "a token of 5 to 15 characters with a digit after its word, always",
                    "",
                    List.of(
                            "driver license",
                            "drivers license",
                            "driver s license",
                            "driver licence",
                            "dl",
                            "dl number",
                            "license number",
                            "licence number",
                            "dmv",
                            "license no",
                            "license",
                            "licence",
                            "lic",
                            "state id"),
                    "VERY_LIKELY after its word");

    /// Words that tell it from the other types of its class of context words.
    static final List<String> TELLING = List.of("driver", "drivers", "dl", "dmv");
}
