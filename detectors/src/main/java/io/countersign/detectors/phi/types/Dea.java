package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A DEA registration number. Names a prescriber.
public final class Dea {
    private Dea() {}

    public static final InfoType TYPE =
            new InfoType(
                    "DEA",
                    Category.K,
                    "two letters (or a letter and 9) and seven digits",
                    "(d1 + d3 + d5) + 2 (d2 + d4 + d6), last digit = d7",
                    List.of("dea", "dea number", "dea registration", "dea no"),
                    "CERTAIN with check and word; VERY_LIKELY with the check; LIKELY with the word alone");

    public static boolean valid(byte[] s, int at, int length) {
        if (length != 9
                || "ABFGMPRX".indexOf(s[at]) < 0
                || !((s[at + 1] >= 'A' && s[at + 1] <= 'Z') || s[at + 1] == '9')) {
            return false;
        }
        int odd = 0;
        int even = 0;
        for (int i = 0; i < 7; i++) {
            int digit = s[at + 2 + i] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            if (i < 6) {
                if (i % 2 == 0) {
                    odd += digit;
                } else {
                    even += digit;
                }
            }
        }
        return (odd + 2 * even) % 10 == s[at + 8] - '0';
    }
}
