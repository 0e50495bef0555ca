package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A device identifier: UDI, IMEI or serial number.
public final class Device {
    private Device() {}

    public static final InfoType TYPE =
            new InfoType(
                    "DEVICE",
                    Category.M,
                    "(01) and 14 digits with the parts after it (GS1 UDI); a token of 5 characters or more with a digit after IMEI, serial, device and the like",
                    "GTIN weights 3 1; IMEI Luhn",
                    List.of(
                            "serial",
                            "serial number",
                            "serial no",
                            "device id",
                            "device serial",
                            "device",
                            "imei",
                            "udi",
                            "implant",
                            "pacemaker serial",
                            "sn",
                            "pump serial",
                            "lot serial",
                            "device identifier"),
                    "CERTAIN with a check; VERY_LIKELY after its word");

    /// Whether 14 digits are a GTIN.
    public static boolean gtin(byte[] d, int at) {
        int sum = 0;
        for (int i = 0; i < 14; i++) {
            sum += (d[at + i] - '0') * (i % 2 == 0 ? 3 : 1);
        }
        return sum % 10 == 0;
    }

    public static boolean imei(byte[] d, int at, int length) {
        return length == 15 && Luhn.sum(d, at, length) % 10 == 0;
    }
}
