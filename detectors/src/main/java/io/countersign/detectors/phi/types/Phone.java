package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A telephone number of the North American plan, or any after its word.
public final class Phone {
    private Phone() {}

    public static final InfoType TYPE =
            new InfoType(
                    "PHONE",
                    Category.D,
                    "(AAA) EEE-NNNN with blanks, dots, dashes, +1, 001, extension; seven digits or ten bare only after its word",
                    "area and exchange [2-9]xx, not N11, area not x9x; a failed check lowers",
                    List.of(
                            "phone",
                            "tel",
                            "telephone",
                            "cell",
                            "mobile",
                            "call",
                            "contact",
                            "reach",
                            "reached",
                            "pager",
                            "ph",
                            "callback",
                            "home",
                            "phone number",
                            "contact number",
                            "cell phone",
                            "text",
                            "reach at",
                            "available by phone",
                            "beeper",
                            "extension"),
                    "LIKELY by its shape; VERY_LIKELY with its word or check; POSSIBLE for toll-free numbers, which are institutions'");

    /// Whether ten digits are a number of the North American plan.
    public static boolean valid(byte[] d, int at) {
        return d[at] >= '2'
                && d[at + 1] != '9'
                && !(d[at + 1] == '1' && d[at + 2] == '1')
                && d[at + 3] >= '2'
                && !(d[at + 4] == '1' && d[at + 5] == '1');
    }

    /// 800, 888, 877, 866, 855, 844, 833, 822 and 900: nobody's own number.
    public static boolean tollFree(byte[] d, int at) {
        return (d[at] == '8' && d[at + 1] == d[at + 2] && d[at + 1] != '1' && d[at + 1] != '9')
                || (d[at] == '9' && d[at + 1] == '0' && d[at + 2] == '0')
                || (d[at] == '8' && d[at + 1] == '0' && d[at + 2] == '0');
    }
}
