package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A fax number.
public final class Fax {
    private Fax() {}

    public static final InfoType TYPE =
            new InfoType(
                    "FAX",
                    Category.E,
                    "as PHONE, beside a fax word",
                    "as PHONE",
                    List.of("fax", "facsimile", "fax number", "efax"),
                    "VERY_LIKELY; LIKELY where the check fails");
}
