package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A vehicle identification number.
public final class Vin {
    private Vin() {}

    public static final InfoType TYPE =
            new InfoType(
                    "VIN",
                    Category.L,
                    "17 of A-H J-N P R-Z 0-9, a letter among them",
                    "position 9 is the weighted sum mod 11 (49 CFR 565.15); North America only",
                    List.of("vin", "vehicle", "vehicle identification", "vehicle id", "chassis"),
                    "CERTAIN with check and word; VERY_LIKELY with the check; LIKELY with the word alone");

    private static final String VALUES = "12345678.12345.7.923456789";
    private static final int[] WEIGHTS = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};

    /// Whether these 17 upper case letters and digits carry a right check digit and a letter.
    public static boolean valid(byte[] s, int at, int length) {
        if (length != 17) {
            return false;
        }
        int sum = 0;
        boolean letter = false;
        for (int i = 0; i < 17; i++) {
            byte c = s[at + i];
            int value;
            if (c >= 'A' && c <= 'Z') {
                char mapped = VALUES.charAt(c - 'A');
                if (mapped == '.') {
                    return false;
                }
                value = mapped - '0';
                letter = true;
            } else {
                value = c - '0';
            }
            sum += value * WEIGHTS[i];
        }
        int check = sum % 11;
        return letter && s[at + 8] == (check == 10 ? 'X' : '0' + check);
    }
}
