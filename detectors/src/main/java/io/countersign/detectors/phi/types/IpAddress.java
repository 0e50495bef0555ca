package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// An IP address.
public final class IpAddress {
    private IpAddress() {}

    public static final InfoType TYPE =
            new InfoType(
                    "IP_ADDRESS",
                    Category.O,
                    "four octets without a further dot (IPv6 not yet)",
                    "octets up to 255; not after version, v, EC",
                    List.of(),
                    "LIKELY");
}
