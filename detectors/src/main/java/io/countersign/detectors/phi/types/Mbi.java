package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A Medicare beneficiary identifier.
public final class Mbi {
    private Mbi() {}

    public static final InfoType TYPE =
            new InfoType(
                    "MBI",
                    Category.I,
                    "11 characters C A AN N A AN N A A N N, dashes after 4 and 7 for display",
                    "no check digit, but letters without S L O I B Z: one in 10,000 random strings passes",
                    List.of(
                            "mbi",
                            "medicare",
                            "medicare beneficiary",
                            "medicare id",
                            "medicare number",
                            "medicare beneficiary identifier"),
                    "VERY_LIKELY by its shape; CERTAIN after its word");

    private static final int LENGTH = 11;

    /// Whether these eleven upper case letters and digits have the shape.
    public static boolean valid(byte[] s, int at, int length) {
        return length == LENGTH
                && s[at] >= '1'
                && s[at] <= '9'
                && letter(s[at + 1])
                && either(s[at + 2])
                && digit(s[at + 3])
                && letter(s[at + 4])
                && either(s[at + 5])
                && digit(s[at + 6])
                && letter(s[at + 7])
                && letter(s[at + 8])
                && digit(s[at + 9])
                && digit(s[at + 10]);
    }

    private static boolean digit(byte c) {
        return c >= '0' && c <= '9';
    }

    private static boolean letter(byte c) {
        return c >= 'A' && c <= 'Z' && c != 'S' && c != 'L' && c != 'O' && c != 'I' && c != 'B'
                && c != 'Z';
    }

    private static boolean either(byte c) {
        return digit(c) || letter(c);
    }
}
