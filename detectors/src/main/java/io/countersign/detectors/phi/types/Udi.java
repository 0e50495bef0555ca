package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A unique device identifier. Its serial number part is what singles out a device.
public final class Udi {
    private Udi() {}

    public static final InfoType TYPE =
            new InfoType(
                    "UDI",
                    Category.M,
                    "GS1: (01), 14 digits, then (11), (17), (10), (21) parts; HIBC: + and letters and digits with a check character; any token after its word",
                    "GTIN weights 3 1; HIBC modulo 43",
                    List.of(
                            "udi",
                            "device udi",
                            "unique device identifier",
                            "unique device identification",
                            "udi number"),
                    "CERTAIN with a check; VERY_LIKELY after its word");

    /// Words that tell it from the other types of its class of context words.
    static final List<String> TELLING = List.of("udi", "unique");

    private static final String HIBC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%";
    private static final int HIBC_PLUS = HIBC.indexOf('+');
    private static final int MIN_HIBC = 8;

    /// Whether 14 digits are a GTIN.
    public static boolean gtin(byte[] d, int at) {
        int sum = 0;
        for (int i = 0; i < 14; i++) {
            sum += (d[at + i] - '0') * (i % 2 == 0 ? 3 : 1);
        }
        return sum % 10 == 0;
    }

    /// Whether upper case letters and digits after a plus sign end in HIBC's check character.
    public static boolean hibc(byte[] s, int at, int length) {
        if (length < MIN_HIBC || s[at] < 'A' || s[at] > 'Z') {
            return false;
        }
        int sum = HIBC_PLUS;
        for (int i = 0; i < length - 1; i++) {
            sum += HIBC.indexOf(s[at + i]);
        }
        return HIBC.charAt(sum % HIBC.length()) == s[at + length - 1];
    }
}
