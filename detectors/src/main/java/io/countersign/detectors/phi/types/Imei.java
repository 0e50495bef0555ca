package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// The identity of a mobile telephone.
public final class Imei {
    private Imei() {}

    public static final InfoType TYPE =
            new InfoType(
                    "IMEI",
                    Category.M,
                    "15 digits after its word or under its key",
                    "Luhn",
                    List.of("imei", "imei number"),
                    "CERTAIN with the check; LIKELY without");

    /// Words that tell it from the other types of its class of context words.
    static final List<String> TELLING = List.of("imei");

    private static final int LENGTH = 15;

    public static boolean valid(byte[] d, int at, int length) {
        return length == LENGTH && Luhn.sum(d, at, length) % 10 == 0;
    }
}
