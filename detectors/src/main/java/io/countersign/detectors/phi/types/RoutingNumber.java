package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A bank routing number.
public final class RoutingNumber {
    private RoutingNumber() {}

    public static final InfoType TYPE =
            new InfoType(
                    "ABA",
                    Category.J,
                    "nine digits after its word",
                    "weights 3 7 1, mod 10; first two digits 00-12, 21-32, 61-72, 80",
                    List.of(
                            "routing",
                            "aba",
                            "wire",
                            "ach",
                            "routing number",
                            "aba number",
                            "routing transit"),
                    "VERY_LIKELY after its word with the check; LIKELY without");

    public static boolean valid(byte[] d, int at, int length) {
        if (length != 9) {
            return false;
        }
        int district = (d[at] - '0') * 10 + d[at + 1] - '0';
        boolean known =
                district <= 12
                        || (district >= 21 && district <= 32)
                        || (district >= 61 && district <= 72)
                        || district == 80;
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (d[at + i] - '0') * (i % 3 == 0 ? 3 : i % 3 == 1 ? 7 : 1);
        }
        return known && sum % 10 == 0;
    }
}
