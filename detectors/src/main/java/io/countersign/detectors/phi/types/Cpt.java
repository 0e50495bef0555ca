package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A procedure code of the American Medical Association.
public final class Cpt {
    private Cpt() {}

    public static final InfoType TYPE =
            new InfoType(
                    "CPT",
                    Category.HEALTH,
                    "five digits, or four and F, T or U, after its word or under its key; the list itself is not public",
                    "",
                    List.of(
                            "cpt",
                            "cpt code",
                            "cpt codes",
                            "procedure code",
                            "procedure codes",
                            "billed cpt",
                            "cpt number"),
                    "LIKELY after its word");

    /// Words that tell it from the other types of its class of context words.
    static final List<String> TELLING = List.of("cpt", "procedure");

    private static final int LENGTH = 5;

    /// Whether upper case letters and digits have the shape.
    public static boolean valid(byte[] s, int at, int length) {
        if (length != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH - 1; i++) {
            if (s[at + i] < '0' || s[at + i] > '9') {
                return false;
            }
        }
        byte last = s[at + LENGTH - 1];
        return (last >= '0' && last <= '9') || last == 'F' || last == 'T' || last == 'U';
    }
}
