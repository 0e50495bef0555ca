package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A network card's address.
public final class MacAddress {
    private MacAddress() {}

    public static final InfoType TYPE =
            new InfoType(
                    "MAC",
                    Category.M,
                    "six pairs of hexadecimal digits between colons or dashes",
                    "",
                    List.of("mac", "mac address"),
                    "LIKELY");
}
