package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A national provider identifier. Names a provider, not the patient.
public final class Npi {
    private Npi() {}

    public static final InfoType TYPE =
            new InfoType(
                    "NPI",
                    Category.K,
                    "ten digits that start with 1 or 2, after its word or under its key",
                    "Luhn over 80840 and the number (sum + 24)",
                    List.of(
                            "npi",
                            "provider id",
                            "provider number",
                            "rendering",
                            "billing provider",
                            "attending npi",
                            "national provider",
                            "national provider identifier",
                            "npi number"),
                    "CERTAIN after its word with the check; LIKELY without the check");

    /// What the prefix 80840 adds to the Luhn sum.
    private static final int PREFIX_SUM = 24;

    public static boolean valid(byte[] d, int at, int length) {
        return length == 10
                && (d[at] == '1' || d[at] == '2')
                && (Luhn.sum(d, at, length) + PREFIX_SUM) % 10 == 0;
    }
}
