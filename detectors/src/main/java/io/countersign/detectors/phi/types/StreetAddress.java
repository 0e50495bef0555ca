package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A street line.
public final class StreetAddress {
    private StreetAddress() {}

    public static final InfoType TYPE =
            new InfoType(
                    "ADDRESS",
                    Category.B,
                    "number, one to four words, street suffix (USPS Publication 28), then unit; PO box; without suffix only after an address word",
                    "",
                    List.of(
                            "address",
                            "lives at",
                            "lives on",
                            "resides at",
                            "residing at",
                            "street",
                            "addr",
                            "mailing address",
                            "home address",
                            "street address",
                            "address line",
                            "moved to"),
                    "LIKELY by its shape; VERY_LIKELY after an address word or before city and state");
}
