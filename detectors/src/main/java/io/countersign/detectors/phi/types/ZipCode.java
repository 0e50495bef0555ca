package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A ZIP code. Safe Harbor keeps its first three digits unless they are restricted (fewer than
/// 20,001 people).
public final class ZipCode {
    private ZipCode() {}

    public static final InfoType TYPE =
            new InfoType(
                    "ZIP",
                    Category.B,
                    "five digits, or five and four, after a state code, a city, an address or its own word",
                    "state code before it must be one of the Postal Service's",
                    List.of("zip", "zip code", "zipcode", "postal code", "postcode", "postal"),
                    "LIKELY after a state; VERY_LIKELY after its word or key");

    /// Three-digit prefixes of 20,000 people or fewer: the union of the Census 2020 list and the 17
    /// that HHS printed from Census 2000.
    private static final String RESTRICTED =
            "036 059 063 102 202 203 204 205 369 556 692 753 772 790 821 823 830 831 878 879 884 890 893";

    /// Whether the ZIP at this place of `digits` begins with a prefix that even Safe Harbor's three
    /// digits must not show.
    public static boolean restricted(byte[] digits, int at) {
        for (int i = 0; i + 2 < RESTRICTED.length(); i += 4) {
            if (RESTRICTED.charAt(i) == digits[at]
                    && RESTRICTED.charAt(i + 1) == digits[at + 1]
                    && RESTRICTED.charAt(i + 2) == digits[at + 2]) {
                return true;
            }
        }
        return false;
    }
}
