package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A Medicare claim number from before 2020.
public final class Hicn {
    private Hicn() {}

    public static final InfoType TYPE =
            new InfoType(
                    "HICN",
                    Category.I,
                    "SSN and a beneficiary code, or a railroad prefix and an SSN",
                    "as SSN; code letter one of A B C D E F H J K L M T W with a digit perhaps",
                    List.of(
                            "hicn",
                            "hic",
                            "medicare claim",
                            "health insurance claim",
                            "medicare claim number"),
                    "VERY_LIKELY with dashes or word and the check");

    /// Whether the rest after nine digits is a beneficiary identification code.
    public static boolean code(byte[] s, int at, int length) {
        return (length == 1 || (length == 2 && s[at + 1] >= '0' && s[at + 1] <= '9'))
                && "ABCDEFHJKLMTW".indexOf(s[at]) >= 0;
    }
}
