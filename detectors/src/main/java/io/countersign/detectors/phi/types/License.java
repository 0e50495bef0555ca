package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A professional licence or a certificate.
public final class License {
    private License() {}

    public static final InfoType TYPE =
            new InfoType(
                    "LICENSE",
                    Category.K,
                    "a token of 5 to 15 characters with a digit after its word, always",
                    "",
                    List.of(
                            "medical license",
                            "medical licence",
                            "nursing license",
                            "nursing licence",
                            "state license",
                            "state licence",
                            "pharmacist license",
                            "physician license",
                            "professional license",
                            "medical license number",
                            "state license number",
                            "board certificate",
                            "certificate",
                            "certificate number",
                            "certificate no",
                            "certification number",
                            "birth certificate"),
                    "VERY_LIKELY after its word");

    /// Words that tell it from the other types of its class of context words.
    static final List<String> TELLING =
            List.of(
                    "medical",
                    "nursing",
                    "state",
                    "pharmacist",
                    "physician",
                    "professional",
                    "board",
                    "certificate",
                    "certification");
}
