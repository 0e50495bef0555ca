package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// An international bank account number.
public final class Iban {
    private Iban() {}

    public static final InfoType TYPE =
            new InfoType(
                    "IBAN",
                    Category.J,
                    "two letters, two digits, 11 to 30 letters and digits, in groups of four perhaps",
                    "mod 97 = 1 (ISO 13616)",
                    List.of("iban", "bank", "account"),
                    "CERTAIN with the check; LIKELY after its word without");

    private static final int SHORTEST = 15;
    private static final int LONGEST = 34;

    /// Whether these upper case letters and digits pass ISO 7064 mod 97-10.
    public static boolean valid(byte[] s, int at, int length) {
        if (length < SHORTEST || length > LONGEST) {
            return false;
        }
        int remainder = 0;
        for (int i = 0; i < length; i++) {
            byte c = s[at + (i + 4) % length];
            int value = c >= 'A' ? c - 'A' + 10 : c - '0';
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
        }
        return remainder == 1;
    }
}
