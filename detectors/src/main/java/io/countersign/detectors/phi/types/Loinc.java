package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A code of Logical Observation Identifiers Names and Codes.
public final class Loinc {
    private Loinc() {}

    public static final InfoType TYPE =
            new InfoType(
                    "LOINC",
                    Category.HEALTH,
                    "one to seven digits, a dash, a check digit, after its word, under its key or in its field",
                    "Luhn",
                    List.of("loinc", "loinc code", "loinc codes", "loinc number"),
                    "LIKELY after its word with the check");

    /// Words that tell it from the other types of its class of context words.
    static final List<String> TELLING = List.of("loinc");

    private static final int LONGEST = 8;

    /// Whether the digits, the dash left out, end in their check digit.
    public static boolean valid(byte[] d, int at, int length) {
        return length >= 2 && length <= LONGEST && Luhn.sum(d, at, length) % 10 == 0;
    }
}
