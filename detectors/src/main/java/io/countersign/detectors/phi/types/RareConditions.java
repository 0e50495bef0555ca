package io.countersign.detectors.phi.types;

import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.engine.Lexicon;
import io.countersign.detectors.phi.engine.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Conditions so rare that a state, an age and a year beside one may single out a person.
///
/// The list is our own and short: conditions that without doubt have fewer than the 200,000 people
/// in the United States that the Orphan Drug Act (21 U.S.C. 360bb) calls rare, most of them fewer
/// than 50,000, under the names and the ICD-10-CM codes that charts use. It is not complete:
/// thousands more exist, and what is missing here carries no hint.
public final class RareConditions {
    /// Names, in the spelling of the lexicon: lower case, without hyphen, apostrophe and `s` after
    /// it.
    static final List<String> NAMES =
            List.of(
                    "achondroplasia",
                    "acute intermittent porphyria",
                    "alagille syndrome",
                    "alexander disease",
                    "alkaptonuria",
                    "alport syndrome",
                    "alström syndrome",
                    "amyotrophic lateral sclerosis",
                    "angelman syndrome",
                    "aniridia",
                    "anti nmda receptor encephalitis",
                    "ataxia telangiectasia",
                    "bardet biedl syndrome",
                    "barth syndrome",
                    "batten disease",
                    "behcet disease",
                    "birt hogg dube syndrome",
                    "canavan disease",
                    "castleman disease",
                    "charcot marie tooth disease",
                    "chediak higashi syndrome",
                    "churg strauss syndrome",
                    "cockayne syndrome",
                    "cornelia de lange syndrome",
                    "costello syndrome",
                    "cowden syndrome",
                    "creutzfeldt jakob disease",
                    "cri du chat syndrome",
                    "cystic fibrosis",
                    "cystinosis",
                    "danon disease",
                    "dercum disease",
                    "diamond blackfan anemia",
                    "digeorge syndrome",
                    "dravet syndrome",
                    "duchenne muscular dystrophy",
                    "ehlers danlos syndrome",
                    "epidermolysis bullosa",
                    "erdheim chester disease",
                    "fabry disease",
                    "familial mediterranean fever",
                    "fanconi anemia",
                    "fibrodysplasia ossificans progressiva",
                    "friedreich ataxia",
                    "galactosemia",
                    "gaucher disease",
                    "gitelman syndrome",
                    "glanzmann thrombasthenia",
                    "goodpasture syndrome",
                    "gorlin syndrome",
                    "guillain barre syndrome",
                    "hemophilia a",
                    "hemophilia b",
                    "hereditary angioedema",
                    "hereditary hemorrhagic telangiectasia",
                    "holt oram syndrome",
                    "homocystinuria",
                    "hunter syndrome",
                    "huntington disease",
                    "hurler syndrome",
                    "hypophosphatasia",
                    "joubert syndrome",
                    "kabuki syndrome",
                    "kallmann syndrome",
                    "kearns sayre syndrome",
                    "kennedy disease",
                    "kleine levin syndrome",
                    "krabbe disease",
                    "lambert eaton myasthenic syndrome",
                    "leber hereditary optic neuropathy",
                    "leigh syndrome",
                    "lennox gastaut syndrome",
                    "lesch nyhan syndrome",
                    "li fraumeni syndrome",
                    "loeys dietz syndrome",
                    "lymphangioleiomyomatosis",
                    "maple syrup urine disease",
                    "marfan syndrome",
                    "mcardle disease",
                    "menkes disease",
                    "metachromatic leukodystrophy",
                    "moyamoya disease",
                    "mucopolysaccharidosis",
                    "multiple system atrophy",
                    "myasthenia gravis",
                    "neuromyelitis optica",
                    "niemann pick disease",
                    "noonan syndrome",
                    "osteogenesis imperfecta",
                    "paroxysmal nocturnal hemoglobinuria",
                    "pelizaeus merzbacher disease",
                    "pemphigus vulgaris",
                    "peutz jeghers syndrome",
                    "phenylketonuria",
                    "pompe disease",
                    "prader willi syndrome",
                    "primary ciliary dyskinesia",
                    "progeria",
                    "progressive supranuclear palsy",
                    "pulmonary alveolar proteinosis",
                    "refsum disease",
                    "rett syndrome",
                    "sandhoff disease",
                    "severe combined immunodeficiency",
                    "smith magenis syndrome",
                    "spinal muscular atrophy",
                    "stargardt disease",
                    "stiff person syndrome",
                    "sturge weber syndrome",
                    "takayasu arteritis",
                    "tay sachs disease",
                    "treacher collins syndrome",
                    "tuberous sclerosis",
                    "urea cycle disorder",
                    "usher syndrome",
                    "von hippel lindau disease",
                    "waardenburg syndrome",
                    "werner syndrome",
                    "williams syndrome",
                    "wilson disease",
                    "wiskott aldrich syndrome",
                    "wolfram syndrome",
                    "xeroderma pigmentosum",
                    "zellweger syndrome");

    /// ICD-10-CM codes and headings without their dot: prion diseases, haemophilia, inborn errors
    /// of metabolism, hereditary diseases of nerves and muscles, malformation syndromes.
    private static final byte[][] CODES =
            codes(
                    "A81", "D595", "D610", "D66", "D67", "D681", "D81", "D820", "D821", "E700",
                    "E701", "E7029", "E710", "E7131", "E7204", "E7211", "E722", "E7402", "E7404",
                    "E7421", "E750", "E751", "E752", "E754", "E76", "E791", "E802", "E8301",
                    "E8309", "E84", "E850", "G10", "G111", "G113", "G120", "G121", "G1221", "G231",
                    "G2582", "G360", "G600", "G601", "G610", "G700", "G7101", "G7111", "G712",
                    "G903", "H4981", "I675", "J8401", "J8481", "L100", "M314", "Q780", "Q796",
                    "Q81", "Q821", "Q851", "Q858", "Q8711", "Q8719", "Q874", "Q8781", "Q934",
                    "Q9351");

    private static final int MAX_WORDS = 4;
    private static final int SLOTS = 512;
    private static final int S_BEFORE_NEXT = 1;

    /// First word's hash, then that of all words joined, in one slot; several names may begin
    /// alike.
    private static final long[] FIRST = new long[SLOTS];

    private static final long[] WHOLE = new long[SLOTS];
    private static final long S = Lexicon.hash("s");

    static {
        for (String name : NAMES) {
            long first = 0;
            long whole = 0;
            for (String word : name.split(" ", -1)) {
                long hash = Lexicon.hash(word);
                first = first == 0 ? hash : first;
                whole = join(whole, hash);
            }
            int slot = slot(first);
            while (FIRST[slot] != 0) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            FIRST[slot] = first;
            WHOLE[slot] = whole;
        }
    }

    private RareConditions() {}

    private static byte[][] codes(String... codes) {
        byte[][] result = new byte[codes.length][];
        for (int i = 0; i < codes.length; i++) {
            result[i] = codes[i].getBytes(StandardCharsets.US_ASCII);
        }
        return result;
    }

    private static int slot(long hash) {
        return (int) (hash >>> 40) & (SLOTS - 1);
    }

    private static long join(long whole, long hash) {
        return Long.rotateLeft(whole, 19) * 0x9E3779B97F4A7C15L + hash;
    }

    /// The evidence bit where a rare condition's name starts at a token; 0 elsewhere. Asked at
    /// words for diseases only.
    public static long at(Tokens t, int i) {
        long first = t.hash(i);
        int slot = slot(first);
        while (FIRST[slot] != 0) {
            if (FIRST[slot] == first && named(t, i, WHOLE[slot])) {
                return Evidence.RARE_CONDITION.bit();
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        return 0;
    }

    private static boolean named(Tokens t, int i, long wanted) {
        long whole = 0;
        int words = 0;
        int x = i;
        while (x < t.count() && words < MAX_WORDS) {
            whole = join(whole, t.hash(x));
            if (whole == wanted) {
                return true;
            }
            words++;
            x++;
            if (x < t.count() && t.hash(x) == S) {
                x += S_BEFORE_NEXT; // Gaucher's disease
            }
        }
        return false;
    }

    /// The evidence bit of a rare condition's ICD-10-CM code, in capitals without its dot.
    public static long ofCode(byte[] code, int at, int length) {
        for (byte[] rare : CODES) {
            if (length >= rare.length
                    && java.util.Arrays.equals(code, at, at + rare.length, rare, 0, rare.length)) {
                return Evidence.RARE_CONDITION.bit();
            }
        }
        return 0;
    }
}
