package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A social security number.
public final class Ssn {
    private Ssn() {}

    public static final InfoType TYPE =
            new InfoType(
                    "SSN",
                    Category.G,
                    "AAA-GG-SSSS with dashes or blanks; nine digits or the last four only after its word",
                    "AAA not 000, 666, 9xx; GG not 00; SSSS not 0000; a failed check lowers",
                    List.of(
                            "ssn",
                            "ss",
                            "social",
                            "social security",
                            "social security number",
                            "soc sec",
                            "ss number",
                            "ssn number",
                            "social sec"),
                    "VERY_LIKELY with dashes or word; CERTAIN with both and the check; LIKELY where the check fails");

    /// Whether nine digits lie within the ranges that the Social Security Administration assigns.
    public static boolean valid(byte[] d, int at) {
        boolean area =
                !(d[at] == '0' && d[at + 1] == '0' && d[at + 2] == '0')
                        && !(d[at] == '6' && d[at + 1] == '6' && d[at + 2] == '6')
                        && d[at] != '9';
        boolean group = !(d[at + 3] == '0' && d[at + 4] == '0');
        boolean serial =
                !(d[at + 5] == '0' && d[at + 6] == '0' && d[at + 7] == '0' && d[at + 8] == '0');
        return area && group && serial;
    }
}
