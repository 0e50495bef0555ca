package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A device identifier that is neither a UDI, an IMEI, a MAC address nor called a serial number.
public final class Device {
    private Device() {}

    public static final InfoType TYPE =
            new InfoType(
                    "DEVICE",
                    Category.M,
                    "a token of 5 characters or more with a digit after its word or under its key",
                    "",
                    List.of(
                            "device id",
                            "device",
                            "implant",
                            "implant id",
                            "device identifier",
                            "device number",
                            "pacemaker id"),
                    "VERY_LIKELY after its word");
}
