package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// The serial number of a device or implant.
public final class SerialNumber {
    private SerialNumber() {}

    public static final InfoType TYPE =
            new InfoType(
                    "SERIAL",
                    Category.M,
                    "a token of 5 to 20 characters with a digit after its word or under its key",
                    "",
                    List.of(
                            "serial",
                            "serial number",
                            "serial no",
                            "device serial",
                            "device serial number",
                            "pacemaker serial",
                            "pump serial",
                            "lot serial",
                            "sn",
                            "implant serial"),
                    "VERY_LIKELY after its word");

    /// Words that tell it from the other types of its class of context words.
    static final List<String> TELLING = List.of("serial", "sn", "s");
}
