package io.countersign.detectors.phi.types;

import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.engine.Lexicon;

/// Words and ICD-10-CM chapters of health information that is protected beyond the general rules.
public final class SensitiveWords {
    private record Words(Evidence evidence, String words) {}

    private static final Words[] ALL = {
        new Words(
                Evidence.SUBSTANCE_USE,
                "opioid opioids heroin cocaine methamphetamine methadone buprenorphine suboxone naltrexone naloxone"
                        + " narcan vivitrol alcoholism alcoholic detox detoxification overdose addiction disulfiram acamprosate"
                        + " relapse"),
        new Words(
                Evidence.PSYCHOTHERAPY,
                "psychotherapy psychotherapist therapist counseling counselling psychoanalysis"),
        new Words(
                Evidence.HIV,
                "hiv aids antiretroviral truvada descovy biktarvy genvoya dolutegravir tenofovir emtricitabine"
                        + " raltegravir zidovudine"),
        new Words(
                Evidence.REPRODUCTIVE,
                "pregnant pregnancy abortion abortions miscarriage contraception contraceptive ivf infertility"
                        + " mifepristone misoprostol gravida prenatal antenatal ectopic"),
        new Words(
                Evidence.MINOR,
                "nicu picu pediatrician pediatric paediatric neonatal newborn neonate infant toddler adolescent")
    };

    private static final int SLOTS = 256;
    private static final long[] HASHES = new long[SLOTS];
    private static final long[] BITS = new long[SLOTS];

    static {
        for (Words words : ALL) {
            for (String word : words.words.split(" ", -1)) {
                long hash = Lexicon.hash(word);
                int slot = slot(hash);
                HASHES[slot] = hash;
                BITS[slot] |= words.evidence.bit();
            }
        }
    }

    private SensitiveWords() {}

    private static int slot(long hash) {
        int slot = (int) (hash >>> 40) & (SLOTS - 1);
        while (HASHES[slot] != 0 && HASHES[slot] != hash) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        return slot;
    }

    /// The evidence bits of a word; 0 for most.
    public static long of(long hash) {
        return BITS[slot(hash)];
    }

    /// The evidence bits of an ICD-10-CM code: F10 to F19 without tobacco, B20 and Z21, chapter O
    /// with Z32 to Z34.
    public static long ofCode(byte[] code, int at) {
        byte letter = code[at];
        int number = (code[at + 1] - '0') * 10 + code[at + 2] - '0';
        if (letter == 'F' && number >= 10 && number <= 19 && number != 17) {
            return Evidence.SUBSTANCE_USE.bit();
        }
        if ((letter == 'B' && number == 20) || (letter == 'Z' && number == 21)) {
            return Evidence.HIV.bit();
        }
        boolean reproductive = letter == 'O' || (letter == 'Z' && number >= 32 && number <= 34);
        return reproductive ? Evidence.REPRODUCTIVE.bit() : 0;
    }
}
