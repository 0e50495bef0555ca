package io.countersign.detectors.phi.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// Check digits and ranges as their specifications put them, one sum at a time.
final class Checks {
    private Checks() {}

    private static final Map<String, Pattern> PATTERNS = new java.util.HashMap<>();

    /// Whether the whole text matches; each pattern is compiled once. For one thread.
    static boolean is(String text, String pattern) {
        return PATTERNS.computeIfAbsent(pattern, Pattern::compile).matcher(text).matches();
    }

    /// ISO/IEC 7812-1 annex B: from the right every second digit is doubled.
    static boolean luhn(String digits) {
        int sum = 0;
        boolean second = false;
        for (int i = digits.length() - 1; i >= 0; i--) {
            int digit = digits.charAt(i) - '0';
            if (second) {
                digit *= 2;
                digit = digit / 10 + digit % 10;
            }
            sum += digit;
            second = !second;
        }
        return sum % 10 == 0;
    }

    /// CMS: the Luhn check of 80840 and the ten digits.
    static boolean npi(String digits) {
        return is(digits, "[12][0-9]{9}") && luhn("80840" + digits);
    }

    /// Issuer ranges with their lengths: Visa, Mastercard, American Express, Discover, Diners, JCB.
    /// These alone are cards without a word beside them.
    static boolean commonCard(String digits) {
        return luhn(digits)
                && digits.length() >= 14
                && (is(digits, "4[0-9]{15}([0-9]{3})?")
                        || mastercard(digits)
                        || is(digits, "3[47][0-9]{13}")
                        || is(digits, "(6011|65[0-9]{2}|64[4-9][0-9])[0-9]{12}([0-9]{3})?")
                        || (is(digits, "(36|38|39|30[0-5])[0-9]+")
                                && (digits.length() == 14 || digits.length() == 16))
                        || jcb(digits)
                        || is(digits, "62[0-9]{14,17}"));
    }

    /// With Maestro and Visa's old thirteen digits, which need a word.
    static boolean card(String digits) {
        return commonCard(digits)
                || (luhn(digits)
                        && (is(digits, "4[0-9]{12}")
                                || (is(digits, "(50|5[6-9]|6[0-9])[0-9]{11,17}")
                                        && !is(digits, "(60|62|64|65).*"))
                                || (is(digits, "(60|64)[0-9]{11,17}")
                                        && !is(digits, "(6011|64[4-9]).*"))));
    }

    private static boolean mastercard(String digits) {
        if (digits.length() != 16) {
            return false;
        }
        int four = Integer.parseInt(digits.substring(0, 4));
        return (four >= 5100 && four <= 5599) || (four >= 2221 && four <= 2720);
    }

    private static boolean jcb(String digits) {
        int four = Integer.parseInt(digits.substring(0, 4));
        return four >= 3528 && four <= 3589 && digits.length() >= 16;
    }

    /// SSA: no area 000, 666 or 900 and above, no group 00, no serial 0000.
    static boolean ssn(String digits) {
        int area = Integer.parseInt(digits.substring(0, 3));
        int group = Integer.parseInt(digits.substring(3, 5));
        int serial = Integer.parseInt(digits.substring(5, 9));
        return area != 0 && area != 666 && area < 900 && group != 0 && serial != 0;
    }

    /// IRS: 9xx, group 50 to 65, 70 to 88, 90 to 92, 94 to 99.
    static boolean itin(String digits) {
        int group = Integer.parseInt(digits.substring(3, 5));
        return digits.charAt(0) == '9'
                && group >= 50
                && group != 93
                && group != 89
                && !(group >= 66 && group <= 69);
    }

    /// DEA: registrant type, initial or 9, six digits, check digit.
    static boolean dea(String value) {
        String upper = value.toUpperCase(java.util.Locale.ROOT);
        if (!is(upper, "[ABFGMPRX][A-Z9][0-9]{7}")) {
            return false;
        }
        int[] d = upper.substring(2).chars().map(c -> c - '0').toArray();
        return (d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5])) % 10 == d[6];
    }

    /// CMS: C A AN N A AN N A A N N, without S L O I B Z.
    static boolean mbi(String value) {
        String letter = "[AC-HJKMNP-RT-Y]";
        return is(
                value.toUpperCase(java.util.Locale.ROOT),
                "[1-9]L[0-9L][0-9]L[0-9L][0-9]LL[0-9][0-9]"
                        .replace("[0-9L]", "([0-9]|L)")
                        .replace("L", letter));
    }

    /// Accuity: weights 3, 7, 1 and the districts that exist.
    static boolean aba(String digits) {
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += new int[] {3, 7, 1}[i % 3] * (digits.charAt(i) - '0');
        }
        return sum % 10 == 0 && is(digits, "(0[0-9]|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80).*");
    }

    /// SWIFT's registry, release of 2025: countries with their lengths.
    private static final Map<Integer, String> IBAN_LENGTHS =
            Map.ofEntries(
                    Map.entry(15, "NO"),
                    Map.entry(16, "BE"),
                    Map.entry(18, "DK FI FO GL NL SD FK"),
                    Map.entry(19, "MK SI"),
                    Map.entry(20, "AT BA EE KZ LT LU XK MN"),
                    Map.entry(21, "CH HR LI LV"),
                    Map.entry(22, "BG BH CR DE GB GE IE ME RS VA"),
                    Map.entry(23, "AE GI IL IQ TL OM SO"),
                    Map.entry(24, "AD CZ ES MD PK RO SA SE SK TN VG"),
                    Map.entry(25, "LY PT ST"),
                    Map.entry(26, "IS TR"),
                    Map.entry(27, "BI DJ FR GR IT MC MR SM"),
                    Map.entry(28, "AL AZ BY CY DO GT HN HU LB NI PL SV"),
                    Map.entry(29, "BR EG PS QA UA"),
                    Map.entry(30, "JO KW MU YE"),
                    Map.entry(31, "MT SC"),
                    Map.entry(32, "LC"),
                    Map.entry(33, "RU"));

    /// ISO 13616: the first four characters to the end, letters as 10 to 35, mod 97 is 1.
    static boolean iban(String value) {
        String upper = value.toUpperCase(java.util.Locale.ROOT);
        String countries = IBAN_LENGTHS.getOrDefault(upper.length(), "");
        if (!List.of(countries.split(" ", -1)).contains(upper.substring(0, 2))) {
            return false;
        }
        StringBuilder digits = new StringBuilder();
        for (char c : (upper.substring(4) + upper.substring(0, 4)).toCharArray()) {
            digits.append(Character.digit(c, 36));
        }
        return new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
    }

    /// 49 CFR 565.15.
    static boolean vin(String value) {
        String upper = value.toUpperCase(java.util.Locale.ROOT);
        if (!is(upper, "[A-HJ-NPR-Z0-9]{17}") || is(upper, "[0-9]+")) {
            return false;
        }
        Map<Character, Integer> values = new java.util.HashMap<>();
        for (int i = 0; i < 10; i++) {
            values.put((char) ('0' + i), i);
        }
        String[] rows = {"AJ", "BKS", "CLT", "DMU", "ENV", "FW", "GPX", "HY", "RZ"};
        for (int row = 0; row < rows.length; row++) {
            for (char letter : rows[row].toCharArray()) {
                values.put(letter, row + 1);
            }
        }
        int[] weights = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += weights[i] * Objects.requireNonNull(values.get(upper.charAt(i)));
        }
        return upper.charAt(8) == "0123456789X".charAt(sum % 11);
    }

    /// GS1 General Specifications 7.9: weights 3 and 1 from the right, the check digit has 1.
    static boolean gtin(String digits) {
        int sum = 0;
        for (int i = digits.length() - 1, weight = 1; i >= 0; i--, weight = 4 - weight) {
            sum += weight * (digits.charAt(i) - '0');
        }
        return sum % 10 == 0;
    }

    /// ANSI/HIBC 2.6: the sum of the characters' places, the plus sign among them, modulo 43.
    static boolean hibc(String value) {
        String order = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%";
        String upper = value.toUpperCase(java.util.Locale.ROOT);
        int sum = 0;
        for (char c : upper.substring(0, upper.length() - 1).toCharArray()) {
            sum += order.indexOf(c);
        }
        return order.charAt(sum % 43) == upper.charAt(upper.length() - 1);
    }

    private static final int[][] DIHEDRAL = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
        {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
        {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
        {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
        {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
        {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
        {6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
        {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
        {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
        {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}
    };
    private static final int[][] PERMUTED = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
        {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
        {5, 8, 0, 3, 7, 9, 6, 1, 4, 2},
        {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
        {9, 4, 5, 3, 1, 2, 6, 8, 7, 0},
        {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
        {2, 7, 9, 3, 8, 0, 6, 4, 1, 5},
        {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}
    };

    /// Verhoeff's tables as he printed them, and SNOMED CT's partitions.
    static boolean snomed(String digits) {
        int c = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            c = DIHEDRAL[c][PERMUTED[i % 8][digit]];
        }
        String partition = digits.substring(digits.length() - 3, digits.length() - 1);
        return c == 0
                && digits.charAt(0) != '0'
                && List.of("00", "01", "02", "10", "11", "12").contains(partition);
    }

    /// NANP: area and exchange [2-9]xx and no N11, area no x9x.
    static boolean phone(String digits) {
        return is(digits, "[2-9](?!11)[0-8][0-9][2-9](?!11)[0-9]{2}[0-9]{4}");
    }

    static boolean date(int year, int month, int day) {
        if (year < 1880 || year > 2099 || month < 1 || month > 12 || day < 1) {
            return false;
        }
        return day <= java.time.YearMonth.of(year, month).lengthOfMonth();
    }

    /// The codes and headings of ICD-10-CM FY2027; each line gives how many characters it shares
    /// with the one before.
    static Set<String> icd10() {
        Set<String> codes = new HashSet<>();
        try (InputStream raw =
                        io.countersign.detectors.phi.types.Icd10.class.getResourceAsStream(
                                "icd10cm.txt.gz");
                InputStream lines =
                        new GZIPInputStream(Objects.requireNonNull(raw, "icd10cm.txt.gz"))) {
            String before = "";
            for (String line :
                    new String(lines.readAllBytes(), StandardCharsets.US_ASCII).split("\n", -1)) {
                if (!line.isEmpty()) {
                    before = before.substring(0, line.charAt(0) - '0') + line.substring(1);
                    codes.add(before);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return codes;
    }
}
