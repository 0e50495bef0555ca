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
                    "four octets without a further dot; IPv6 in eight groups, with one ::, with an IPv4 tail, with a zone",
                    "octets up to 255; not after version, v, EC; IPv6 in the ranges given out: 2000::/3, fc00::/7, fe80::/10, ff00::/8",
                    List.of(),
                    "LIKELY");
}
