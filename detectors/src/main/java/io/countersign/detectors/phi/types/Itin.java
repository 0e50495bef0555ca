package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// An individual taxpayer identification number.
public final class Itin {
    private Itin() {}

    public static final InfoType TYPE =
            new InfoType(
                    "ITIN",
                    Category.G,
                    "9xx-GG-xxxx",
                    "GG 50-65, 70-88, 90-92, 94-99",
                    List.of(
                            "itin",
                            "tin",
                            "taxpayer",
                            "tax id",
                            "taxpayer id",
                            "individual taxpayer"),
                    "VERY_LIKELY with word or dashes and the check");

    public static boolean valid(byte[] d, int at) {
        int group = (d[at + 3] - '0') * 10 + d[at + 4] - '0';
        return d[at] == '9'
                && ((group >= 50 && group <= 65)
                        || (group >= 70 && group <= 88)
                        || (group >= 90 && group <= 92)
                        || (group >= 94 && group <= 99));
    }
}
