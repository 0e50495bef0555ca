package io.countersign.detectors.phi.reference;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Strings near an info type: right ones, ones a character off, with other separators, glued to
/// words, at the start and the end, with their word before them and without. The same seed gives
/// the same strings. For one thread.
final class NearStrings {
    private static final String DIGITS = "0123456789";
    private static final String LETTERS = "BFGJKQVWXZ";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final List<String> BEFORE =
            List.of(
                    "", "", "", "x ", "see ", "(", "\"", "A", "7", "-", "x-", "9-", ".", "5.", "/",
                    "a/", "8/", "_", "a_", "\u00e9", "\n", ", ", "#", "? ");
    private static final List<String> AFTER =
            List.of(
                    "", "", "", " ", ".", ",", ")", "A", "7", "-", "-x", "-9", ".5", "/5", "/a",
                    "_b", "\u00e9", "\n", "; end", "!", " ok", ". Next");
    private static final List<String> BETWEEN =
            List.of(" ", ": ", " # ", " is ", " number ", " number: ", ":");

    /// Whose forms are so many that one more or less is another one of them.
    private static final java.util.Set<String> EXACT =
            java.util.Set.of(
                    "PHONE",
                    "URL",
                    "UDI",
                    "MRN",
                    "MEMBER_ID",
                    "CLAIM_NUMBER",
                    "ACCOUNT",
                    "PASSPORT",
                    "PLATE",
                    "ZIP");

    private static final List<String> PHONE_BEFORE = List.of("", "x ", "see ", "\"", "\n", ", ");
    private static final List<String> PHONE_AFTER =
            List.of("", "", " ", ".", ",", ")", "\n", "; end", "!", " ok", "-");

    private final Random random;
    private final Map<String, Supplier<String>> values = new TreeMap<>();
    private final Map<String, List<String>> words = new TreeMap<>();

    NearStrings(long seed) {
        random = new Random(seed);
        type("CARD", this::card, "card");
        type("SSN", this::nine, "ssn", "social security");
        type("ITIN", this::nine, "itin", "tax id");
        type("NPI", () -> luhn(pick("12") + digits(8), "80840"), "npi", "provider id");
        type("DEA", () -> pick("ABFGMPRXCZ") + pick(UPPER + "9") + dea(digits(6)), "dea");
        type("MBI", this::mbi);
        type("HICN", this::hicn, "hicn", "medicare claim");
        type(
                "ABA",
                () ->
                        aba(
                                pick(
                                                "00", "12", "13", "20", "21", "32", "33", "61",
                                                "72", "80", "99")
                                        + digits(6)),
                "routing",
                "aba");
        type("IBAN", this::iban);
        type("VIN", this::vin, "vin", "vehicle id");
        type("IMEI", () -> luhn(digits(pick(13, 14, 14, 14, 15)), ""), "imei");
        type("UDI", this::udi);
        type("NDC", this::ndc, "ndc");
        type("ICD10", this::icd10, "dx", "icd");
        type("CPT", () -> digits(4) + pick(DIGITS + "FTUXf"), "cpt");
        type("HCPCS", () -> pick("AEJVWZb") + digits(pick(3, 4, 4, 4, 5)), "hcpcs");
        type("LOINC", this::loinc, "loinc");
        type("SNOMED", this::snomed, "snomed", "sctid");
        type("CLIA", () -> digits(2) + pick("DDDdE5") + digits(7), "clia");
        type("MAC", this::mac);
        type(
                "IP_ADDRESS",
                () ->
                        octet()
                                + "."
                                + octet()
                                + "."
                                + octet()
                                + "."
                                + octet()
                                + pick("", "", "", "." + octet()));
        type("EMAIL", this::email);
        type("URL", this::url);
        type("DATE", this::date);
        type("PHONE", this::phone, "phone", "tel", "call");
        type(
                "ZIP",
                () ->
                        pick("", "", "", "MA ", "TX, ", "AMA ")
                                + digits(pick(4, 5, 5, 5, 6))
                                + pick("", "", "-" + digits(4), "-" + digits(3)),
                "zip",
                "zip code");
        type("MRN", () -> token(2, 22), "mrn", "medical record");
        type("MEMBER_ID", () -> token(2, 22), "member id", "subscriber id");
        type("CLAIM_NUMBER", () -> token(3, 24), "claim");
        type("ACCOUNT", () -> token(3, 24), "account", "acct");
        type("PASSPORT", () -> token(5, 11), "passport");
        type("PLATE", () -> token(2, 10), "plate");
    }

    private void type(String type, Supplier<String> value, String... before) {
        values.put(type, value);
        words.put(type, List.of(before));
    }

    /// The next string near this type.
    String next(String type) {
        String value = java.util.Objects.requireNonNull(values.get(type), type).get();
        boolean exact = EXACT.contains(type);
        if (!exact && random.nextInt(4) == 0) {
            value = mutated(value);
        }
        if (!exact && random.nextInt(8) == 0) {
            value =
                    random.nextBoolean()
                            ? value.toLowerCase(Locale.ROOT)
                            : value.toUpperCase(Locale.ROOT);
        }
        List<String> named = java.util.Objects.requireNonNull(words.get(type), type);
        StringBuilder text = new StringBuilder();
        if (!named.isEmpty() && random.nextInt(3) != 0) {
            String word = named.get(random.nextInt(named.size()));
            if (random.nextInt(3) == 0) {
                word = word.toUpperCase(Locale.ROOT);
            }
            text.append(pick("", "x ", "\n", "the ")).append(word);
            text.append(BETWEEN.get(random.nextInt(BETWEEN.size())));
            text.append(random.nextInt(6) == 0 ? pick("(", "\"") : "");
        } else {
            text.append(
                    type.equals("URL")
                            ? "see "
                            : one(type.equals("PHONE") ? PHONE_BEFORE : BEFORE));
        }
        return text.append(value)
                .append(one(type.equals("PHONE") ? PHONE_AFTER : AFTER))
                .toString();
    }

    private String mutated(String value) {
        int at = 1 + random.nextInt(value.length() - 1);
        String with = pick(DIGITS + UPPER + "-");
        return switch (random.nextInt(4)) {
            case 0 -> value.substring(0, at) + value.substring(at + 1) + "";
            case 1 -> value.substring(0, at) + with + value.substring(at);
            case 2 -> value.replaceFirst("[- .:]", pick("-", " ", ".", "", "/", "--"));
            default -> value.substring(0, at) + pick(DIGITS) + value.substring(at + 1);
        };
    }

    private String one(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private String pick(String from) {
        return String.valueOf(from.charAt(random.nextInt(from.length())));
    }

    private String pick(String first, String... more) {
        int at = random.nextInt(more.length + 1);
        return at == 0 ? first : more[at - 1];
    }

    private int pick(int first, int... more) {
        int at = random.nextInt(more.length + 1);
        return at == 0 ? first : more[at - 1];
    }

    private String digits(int count) {
        return letters(DIGITS, count);
    }

    private String letters(String from, int count) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < count; i++) {
            out.append(pick(from));
        }
        return out.toString();
    }

    /// With the check digit that makes `prefix` and the whole pass, or in one of four by chance.
    private String luhn(String digits, String prefix) {
        if (random.nextInt(4) != 0) {
            for (int check = 0; check < 10; check++) {
                if (Checks.luhn(prefix + digits + check)) {
                    return digits + check;
                }
            }
        }
        return digits + digits(1);
    }

    private String card() {
        String head =
                pick(
                        "4", "4", "51", "55", "2221", "2720", "2721", "34", "37", "6011", "65",
                        "6440", "36", "300", "306", "3528", "3590", "62", "50", "56", "69", "1",
                        "9");
        int length = pick(16, 16, 16, 15, 14, 13, 19, 18, 12);
        String value = luhn(head + digits(length - head.length() - 1), "");
        if (random.nextInt(3) == 0) {
            String with = pick(" ", "-");
            if (length == 15) {
                return value.substring(0, 4)
                        + with
                        + value.substring(4, 10)
                        + with
                        + value.substring(10);
            }
            return value.replaceAll("(.{4})(?=.)", "$1" + with);
        }
        return value;
    }

    private String nine() {
        String value =
                pick(
                                "000",
                                "666",
                                "667",
                                "899",
                                "900",
                                "9" + digits(2),
                                "9" + digits(2),
                                digits(3),
                                digits(3))
                        + pick(
                                "00", "49", "50", "65", "66", "70", "88", "89", "90", "92", "93",
                                "94", "99", digits(2))
                        + pick("0000", digits(4), digits(4));
        String with = pick("-", "-", "-", " ", ".", "");
        return value.substring(0, 3) + with + value.substring(3, 5) + with + value.substring(5);
    }

    private String dea(String six) {
        int[] d = six.chars().map(c -> c - '0').toArray();
        int sum = d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5]);
        return six + (random.nextInt(3) == 0 ? digits(1) : String.valueOf(sum % 10));
    }

    private String mbi() {
        String letters = random.nextInt(6) == 0 ? UPPER : "ACDEFGHJKMNPQRTUVWXY";
        String value =
                pick(random.nextInt(8) == 0 ? DIGITS : "123456789")
                        + pick(letters)
                        + pick(letters + DIGITS)
                        + digits(1)
                        + pick(letters)
                        + pick(letters + DIGITS)
                        + digits(1)
                        + pick(letters)
                        + pick(letters)
                        + digits(2);
        return random.nextBoolean()
                ? value
                : value.substring(0, 4) + "-" + value.substring(4, 7) + "-" + value.substring(7);
    }

    private String hicn() {
        String with = pick("-", "-", "");
        return pick("000", "666", "900", digits(3), digits(3))
                + with
                + pick("00", digits(2))
                + with
                + digits(4)
                + pick("ABCDEFHJKLMTWGSXZ")
                + pick("", "", digits(1), digits(2));
    }

    private String aba(String eight) {
        for (int check = 0; check < 10; check++) {
            if (Checks.aba(eight + check)) {
                return eight + (random.nextInt(4) == 0 ? digits(1) : String.valueOf(check));
            }
        }
        return eight + digits(1);
    }

    private String iban() {
        String[] formats = {
            "GB18WEST",
            "DE18",
            "FR23",
            "NO11",
            "MT27MALT",
            "CH17",
            "XK16",
            "AT16",
            "SA20",
            "US18",
            "FR22",
            "NL14ABNA",
            "BI23",
            "LC28HEMM",
            "SD14",
            "RU29",
            "MN16"
        };
        String format = formats[random.nextInt(formats.length)];
        String fixed = format.substring(4);
        String rest = fixed + digits(Integer.parseInt(format.substring(2, 4)) - fixed.length());
        StringBuilder all = new StringBuilder();
        for (char c : (rest + format.substring(0, 2) + "00").toCharArray()) {
            all.append(Character.digit(c, 36));
        }
        int check =
                98
                        - new java.math.BigInteger(all.toString())
                                .mod(java.math.BigInteger.valueOf(97))
                                .intValue();
        String two = random.nextInt(4) == 0 ? digits(2) : String.format("%02d", check);
        String value = format.substring(0, 2) + two + rest;
        return random.nextInt(3) == 0 ? value.replaceAll("(.{4})(?=.)", "$1 ") : value;
    }

    private String vin() {
        String from =
                random.nextInt(8) == 0
                        ? UPPER + DIGITS
                        : "ABCDEFGHJKLMNPRSTUVWXYZ" + DIGITS + DIGITS;
        // A digit first: no label such as DL, EHR or DEA.
        String value = pick("12345") + letters(from, 16);
        if (random.nextInt(3) != 0) {
            for (char check : "0123456789X".toCharArray()) {
                String with = value.substring(0, 8) + check + value.substring(9);
                if (Checks.vin(with)) {
                    return with;
                }
            }
        }
        return value;
    }

    private String udi() {
        if (random.nextInt(3) == 0) {
            String value =
                    "+" + pick(LETTERS) + letters(LETTERS + DIGITS, 3) + digits(pick(5, 8, 12));
            for (char check : (DIGITS + UPPER).toCharArray()) {
                if (Checks.hibc(value + check)) {
                    return random.nextInt(4) == 0 ? value + pick(UPPER) : value + check;
                }
            }
            return value + pick(DIGITS);
        }
        String head = digits(13);
        String check = digits(1);
        for (int i = 0; i < 10; i++) {
            check = Checks.gtin(head + i) && random.nextInt(4) != 0 ? String.valueOf(i) : check;
        }
        return "(01)"
                + head
                + check
                + pick("", "(17)" + digits(6), "(11)" + digits(6) + "(17)" + digits(6))
                + pick(
                        "",
                        "(10)" + letters(UPPER + DIGITS, 5),
                        "(21)" + letters(UPPER + DIGITS, 8));
    }

    private String ndc() {
        return pick(
                digits(4) + "-" + digits(4) + "-" + digits(2),
                digits(5) + "-" + digits(3) + "-" + digits(2),
                digits(5) + "-" + digits(4) + "-" + digits(1),
                digits(5) + "-" + digits(4) + "-" + digits(2),
                digits(4) + "-" + digits(3) + "-" + digits(2),
                digits(10),
                digits(11));
    }

    private String icd10() {
        String code =
                pick(
                        "E11",
                        "I10",
                        "B12",
                        "F17",
                        "Z21",
                        "S72",
                        "O24",
                        "QA0",
                        pick(UPPER) + digits(2),
                        pick("CMTSZ") + digits(1) + pick("ABC4"));
        String rest =
                pick(
                        "",
                        "9",
                        "65",
                        "001A",
                        digits(1),
                        digits(2),
                        digits(1) + pick("ADSX1"),
                        "01",
                        "21");
        return rest.isEmpty() ? code : code + pick(".", ".", ".", "") + rest;
    }

    private String loinc() {
        String value = luhn(digits(pick(1, 2, 3, 4, 5, 7, 8)), "");
        int last = value.length() - 1;
        return value.substring(0, last) + "-" + value.substring(last);
    }

    private String snomed() {
        String head =
                pick("123456789")
                        + digits(pick(2, 3, 5, 6, 12, 14))
                        + pick("00", "01", "02", "10", "11", "12", "13", "20");
        for (int check = 0; check < 10; check++) {
            if (Checks.snomed(head + check)) {
                return head + (random.nextInt(4) == 0 ? digits(1) : String.valueOf(check));
            }
        }
        return head + digits(1);
    }

    private String mac() {
        String with = pick(":", "-");
        StringBuilder out = new StringBuilder(letters("0123456789ABCDEFabcdefG", 2));
        int pairs = pick(6, 6, 6, 5, 7);
        for (int i = 1; i < pairs; i++) {
            out.append(with)
                    .append(
                            letters(
                                    random.nextInt(12) == 0
                                            ? "G" + DIGITS
                                            : "0123456789ABCDEFabcdef",
                                    2));
        }
        return out.toString();
    }

    private String octet() {
        return pick(
                "0", "1", "10", "127", "192", "168", "255", "256", "300", "007", digits(1),
                digits(2), digits(3));
    }

    private String email() {
        return pick(
                        "a",
                        "jane.roe",
                        "j_roe+x",
                        "o'neil",
                        "x%y",
                        "",
                        "info",
                        "roe-",
                        letters("ab.", 5),
                        letters("abc", 64),
                        letters("abc", 66))
                + pick("@", "@", "@", "@@", " @")
                + pick(
                        "example.org",
                        "mail.example.org",
                        "a.b",
                        "example",
                        "ex-ample.co.uk",
                        "example.o2",
                        ".example.org",
                        "example..org",
                        "192.0.2.1",
                        "example.org.");
    }

    private String url() {
        return pick("https://", "http://", "www.", "https:/", "ftp:")
                + pick("portal.example.org", "example.org", "h")
                + pick("", "/", "/visit/view")
                + pick("", "?", "?", "?", "#")
                + pick("", "name", "patientName", "id", "token", "MRN", "q", "xmrn", "ssn2")
                + pick("", "=", "=", "=")
                + pick("", "1", "ab", "Roe%20Jane", "a&mrn=12", "&email=a.b", "x=name=12");
    }

    private String date() {
        String year =
                pick(
                        "1879", "1880", "1900", "1999", "2000", "2023", "2024", "2099", "2100",
                        digits(4), digits(2));
        String month = pick("0", "1", "02", "2", "06", "11", "12", "13", digits(2));
        String day = pick("0", "1", "09", "28", "29", "30", "31", "32", digits(2));
        String with = pick("-", "/", ".", "/", "-");
        String other = random.nextInt(10) == 0 ? pick("-", "/", ".", " ") : with;
        return random.nextBoolean()
                ? year + with + month + other + day
                : pick(month + with + day, day + with + month) + other + year;
    }

    private String phone() {
        String area =
                pick(
                        "212",
                        "800",
                        "911",
                        "123",
                        "290",
                        "617",
                        "411",
                        pick("23456789") + digits(2),
                        pick("123456789") + digits(2));
        String exchange = pick("555", "911", "155", "211", digits(3), digits(3));
        String line = digits(4);
        String with = pick("-", ".", "-");
        if (random.nextInt(5) == 0) {
            return area + exchange + line;
        }
        return pick("", "", "", "1-", "+1 ", "+1-", "1 ")
                + pick(
                        "(" + area + ") " + exchange + "-" + line,
                        area + with + exchange + with + line,
                        "(" + area + ")" + exchange + "-" + line)
                + pick("", "", "", " x" + digits(pick(1, 4, 6)), "x" + digits(3));
    }

    private String token(int min, int max) {
        int length = min + random.nextInt(max - min + 1);
        // Letters that make no label such as GRP, DL or PH.
        String from = pick(DIGITS, DIGITS + DIGITS + LETTERS, LETTERS, DIGITS + LETTERS + "bfk");
        String value = letters(from, length);
        if (length > 5 && random.nextInt(3) == 0) {
            int at = 1 + random.nextInt(length - 2);
            value = value.substring(0, at) + "-" + value.substring(at);
        }
        return value;
    }
}
