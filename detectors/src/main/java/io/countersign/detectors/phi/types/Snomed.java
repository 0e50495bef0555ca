package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A concept or description of SNOMED CT.
public final class Snomed {
    private Snomed() {}

    public static final InfoType TYPE =
            new InfoType(
                    "SNOMED",
                    Category.HEALTH,
                    "6 to 18 digits, no leading zero, after its word, under its key or in its system",
                    "Verhoeff; partition 00, 01, 02, 10, 11 or 12",
                    List.of("snomed", "snomed ct", "snomed code", "snomed ct code", "sctid"),
                    "LIKELY after its word with the check");

    /// Words that tell it from the other types of its class of context words.
    static final List<String> TELLING = List.of("snomed", "sctid");

    private static final int SHORTEST = 6;
    private static final int LONGEST = 18;

    /// Row n is row n - 1 permuted by row 1.
    private static final int[][] PERMUTATION = permutations();

    private static int[][] permutations() {
        int[][] rows = new int[8][10];
        int[] first = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
        for (int i = 0; i < 10; i++) {
            rows[0][i] = i;
        }
        for (int n = 1; n < 8; n++) {
            for (int i = 0; i < 10; i++) {
                rows[n][i] = rows[n - 1][first[i]];
            }
        }
        return rows;
    }

    /// Multiplication in the dihedral group of the pentagon.
    private static int times(int j, int k) {
        if (j < 5) {
            return k < 5 ? (j + k) % 5 : 5 + (j + k) % 5;
        }
        return k < 5 ? 5 + (j - k) % 5 : Math.floorMod(j - k, 5);
    }

    /// Whether the digits have a known partition and a right check digit.
    public static boolean valid(byte[] d, int at, int length) {
        if (length < SHORTEST || length > LONGEST || d[at] == '0') {
            return false;
        }
        byte format = d[at + length - 3];
        byte component = d[at + length - 2];
        if (format < '0' || format > '1' || component < '0' || component > '2') {
            return false;
        }
        int c = 0;
        for (int i = 0; i < length; i++) {
            c = times(c, PERMUTATION[i & 7][d[at + length - 1 - i] - '0']);
        }
        return c == 0;
    }
}
