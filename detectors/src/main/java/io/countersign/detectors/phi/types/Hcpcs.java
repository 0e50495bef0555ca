package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A code of the Healthcare Common Procedure Coding System, level II.
public final class Hcpcs {
    private Hcpcs() {}

    public static final InfoType TYPE =
            new InfoType(
                    "HCPCS",
                    Category.HEALTH,
                    "a letter from A to V and four digits after its word or under its key",
                    "",
                    List.of("hcpcs", "hcpcs code", "hcpcs level"),
                    "LIKELY after its word");

    /// Words that tell it from the other types of its class of context words.
    static final List<String> TELLING = List.of("hcpcs");

    private static final int LENGTH = 5;

    /// Whether upper case letters and digits have the shape.
    public static boolean valid(byte[] s, int at, int length) {
        if (length != LENGTH || s[at] < 'A' || s[at] > 'V') {
            return false;
        }
        for (int i = 1; i < LENGTH; i++) {
            if (s[at + i] < '0' || s[at + i] > '9') {
                return false;
            }
        }
        return true;
    }
}
