package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A national drug code.
public final class Ndc {
    private Ndc() {}

    public static final InfoType TYPE =
            new InfoType(
                    "NDC",
                    Category.HEALTH,
                    "4-4-2, 5-3-2, 5-4-1, 5-4-2 digits with dashes; 10 to 12 digits after its word or under its key",
                    "",
                    List.of("ndc", "ndc code", "ndc number", "drug ndc"),
                    "LIKELY; VERY_LIKELY after its word");

    /// Words that tell it from the other types of its class of context words.
    static final List<String> TELLING = List.of("ndc");

    /// Whether groups of these many digits are those of a code.
    public static boolean groups(int labeler, int product, int pack) {
        return (labeler == 5
                        && ((product == 4 && (pack == 1 || pack == 2))
                                || (product == 3 && pack == 2)))
                || (labeler == 4 && product == 4 && pack == 2);
    }
}
