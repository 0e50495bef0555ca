package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A laboratory's certificate number.
public final class Clia {
    private Clia() {}

    public static final InfoType TYPE =
            new InfoType(
                    "CLIA",
                    Category.K,
                    "two digits, D, seven digits, after its word or under its key",
                    "the third character is D",
                    List.of("clia", "clia number", "clia certificate", "clia no"),
                    "VERY_LIKELY after its word");

    /// Words that tell it from the other types of its class of context words.
    static final List<String> TELLING = List.of("clia");

    private static final int LENGTH = 10;

    /// Whether upper case letters and digits have the shape.
    public static boolean valid(byte[] s, int at, int length) {
        if (length != LENGTH || s[at + 2] != 'D') {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            if (i != 2 && (s[at + i] < '0' || s[at + i] > '9')) {
                return false;
            }
        }
        return true;
    }
}
