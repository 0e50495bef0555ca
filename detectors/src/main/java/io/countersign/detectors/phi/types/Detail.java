package io.countersign.detectors.phi.types;

import io.countersign.detectors.phi.engine.Lexicon;
import io.countersign.detectors.phi.engine.WordClass;
import java.util.List;

/// Tells apart the info types that share one class of context words: "group number" and "member
/// number" are both a health plan's words, and the word "group" says which. A small number, so that
/// it fits beside the classes in one `long`.
public final class Detail {
    public static final int NONE = 0;
    public static final int GROUP = 1;
    public static final int PRIOR_AUTH = 2;
    public static final int LICENSE = 3;
    public static final int DRIVER = 4;
    public static final int IMEI = 5;
    public static final int SERIAL = 6;
    public static final int UDI = 7;
    public static final int CLIA = 8;
    public static final int BIOMETRIC = 9;
    public static final int CPT = 10;
    public static final int HCPCS = 11;
    public static final int LOINC = 12;
    public static final int SNOMED = 13;
    public static final int NDC = 14;

    private record Telling(int detail, long context, List<String> words) {}

    private static final List<Telling> ALL =
            List.of(
                    new Telling(GROUP, WordClass.MEMBER, GroupNumber.TELLING),
                    new Telling(PRIOR_AUTH, WordClass.CLAIM, PriorAuthorization.TELLING),
                    new Telling(CLIA, WordClass.LICENSE, Clia.TELLING),
                    new Telling(LICENSE, WordClass.LICENSE, License.TELLING),
                    new Telling(DRIVER, WordClass.LICENSE, DriverLicense.TELLING),
                    new Telling(IMEI, WordClass.DEVICE, Imei.TELLING),
                    new Telling(SERIAL, WordClass.DEVICE, SerialNumber.TELLING),
                    new Telling(UDI, WordClass.DEVICE, Udi.TELLING),
                    new Telling(BIOMETRIC, WordClass.OTHER_ID, Biometric.TELLING),
                    new Telling(CPT, WordClass.DIAGNOSIS_KEY, Cpt.TELLING),
                    new Telling(HCPCS, WordClass.DIAGNOSIS_KEY, Hcpcs.TELLING),
                    new Telling(LOINC, WordClass.DIAGNOSIS_KEY, Loinc.TELLING),
                    new Telling(SNOMED, WordClass.DIAGNOSIS_KEY, Snomed.TELLING),
                    new Telling(NDC, WordClass.DIAGNOSIS_KEY, Ndc.TELLING));

    private static final int SLOTS = 256;
    private static final long[] HASHES = new long[SLOTS];
    private static final byte[] DETAILS = new byte[SLOTS];
    private static final long[] CLASSES = new long[SLOTS];

    static {
        for (Telling telling : ALL) {
            for (String word : telling.words) {
                long hash = Lexicon.hash(word);
                int slot = slot(hash);
                if (HASHES[slot] == 0) {
                    HASHES[slot] = hash;
                    DETAILS[slot] = (byte) telling.detail;
                    CLASSES[slot] = telling.context;
                }
            }
        }
    }

    private Detail() {}

    private static int slot(long hash) {
        int slot = (int) (hash >>> 40) & (SLOTS - 1);
        while (HASHES[slot] != 0 && HASHES[slot] != hash) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        return slot;
    }

    /// What the word of this hash tells among the types of these classes; NONE where nothing.
    public static int of(long hash, long classes) {
        int slot = slot(hash);
        return HASHES[slot] == hash && hash != 0 && (CLASSES[slot] & classes) != 0
                ? DETAILS[slot]
                : NONE;
    }
}
