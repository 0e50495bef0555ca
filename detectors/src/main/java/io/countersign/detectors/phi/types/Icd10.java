package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// An ICD-10-CM code.
public final class Icd10 {
    private Icd10() {}

    public static final InfoType TYPE =
            new InfoType(
                    "ICD10",
                    Category.HEALTH,
                    "letter, digit or letter, digit or letter, then a dot and one to four; without a dot only after dx, ICD or under a diagnosis key",
                    "membership in ICD-10-CM FY2027, headings among it",
                    List.of(
                            "icd",
                            "icd 10",
                            "icd10",
                            "dx",
                            "diagnosis code",
                            "diagnosis",
                            "diagnoses",
                            "icd code",
                            "primary diagnosis",
                            "dx code"),
                    "VERY_LIKELY with a dot; LIKELY without");

    private static final String RESOURCE = "icd10cm.txt.gz";
    private static final int LONGEST = 7;

    private static final class Codes {
        /// Sorted; each code packed six bits a character.
        static final long[] SORTED = load();
    }

    private static long[] load() {
        long[] codes = new long[1 << 17];
        int count = 0;
        try (InputStream raw = Icd10.class.getResourceAsStream(RESOURCE)) {
            if (raw == null) {
                throw new IllegalStateException("resource missing: " + RESOURCE);
            }
            byte[] lines = new GZIPInputStream(raw).readAllBytes();
            byte[] code = new byte[LONGEST];
            int at = 0;
            while (at < lines.length) {
                int length = lines[at++] - '0';
                while (lines[at] != '\n') {
                    code[length++] = lines[at++];
                }
                at++;
                codes[count++] = pack(code, 0, length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long[] sorted = Arrays.copyOf(codes, count);
        Arrays.sort(sorted);
        return sorted;
    }

    private static long pack(byte[] code, int at, int length) {
        long packed = 0;
        for (int i = 0; i < length; i++) {
            packed = (packed << 6) | (code[at + i] - '/');
        }
        return packed;
    }

    /// Whether these upper case letters and digits, the dot left out, are a code or a heading of
    /// the list.
    public static boolean known(byte[] code, int at, int length) {
        return length >= 3
                && length <= LONGEST
                && Arrays.binarySearch(Codes.SORTED, pack(code, at, length)) >= 0;
    }
}
