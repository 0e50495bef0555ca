package io.countersign.detectors.phi.synthetic;

import java.util.Random;

/// Makes values with right check digits. The arithmetic is written out here once more, so that a
/// mistake in the detector's is not repeated in its test. Every value is invented.
public final class Values {
    private static final String DIGITS = "0123456789";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String MBI_LETTERS = "ACDEFGHJKMNPQRTUVWXY";
    private static final String VIN_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ";

    private final Random random;

    Values(Random random) {
        this.random = random;
    }

    String digits(int n) {
        return from(DIGITS, n);
    }

    String letters(int n) {
        return from(UPPER, n);
    }

    String from(String alphabet, int n) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < n; i++) {
            out.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return out.toString();
    }

    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    String pick(String... options) {
        return options[random.nextInt(options.length)];
    }

    /// The digit that makes the Luhn sum a multiple of ten.
    static char luhn(String body, int start) {
        int sum = start;
        boolean twice = true;
        for (int i = body.length() - 1; i >= 0; i--) {
            int d = body.charAt(i) - '0';
            sum += twice ? (d > 4 ? 2 * d - 9 : 2 * d) : d;
            twice = !twice;
        }
        return (char) ('0' + (10 - sum % 10) % 10);
    }

    String npi() {
        String body = "1" + digits(8);
        return body + luhn(body, 24);
    }

    String dea() {
        String body = digits(6);
        int odd = body.charAt(0) + body.charAt(2) + body.charAt(4) - 3 * '0';
        int even = body.charAt(1) + body.charAt(3) + body.charAt(5) - 3 * '0';
        return from("ABFGMPR", 1) + letters(1) + body + (odd + 2 * even) % 10;
    }

    String mbi() {
        String c = from("123456789", 1);
        String body = c + from(MBI_LETTERS, 1) + from(DIGITS + MBI_LETTERS, 1) + digits(1);
        String middle = from(MBI_LETTERS, 1) + from(DIGITS + MBI_LETTERS, 1) + digits(1);
        String end = from(MBI_LETTERS, 2) + digits(2);
        return random.nextBoolean() ? body + "-" + middle + "-" + end : body + middle + end;
    }

    private String area() {
        int area = between(1, 899);
        return "%03d".formatted(area == 666 ? 665 : area);
    }

    private String ssnParts(String dash) {
        return area()
                + dash
                + "%02d".formatted(between(1, 99))
                + dash
                + "%04d".formatted(between(1, 9999));
    }

    String ssnDashed() {
        return ssnParts("-");
    }

    String ssnBare() {
        return ssnParts("");
    }

    String hicn() {
        String code = pick("A", "B", "D", "M", "T", "C1", "B6", "W");
        return ssnParts(random.nextBoolean() ? "-" : "") + code;
    }

    String itin() {
        int group = between(50, 65);
        return "9%02d-%02d-%04d".formatted(between(0, 99), group, between(0, 9999));
    }

    String ndc() {
        return switch (random.nextInt(4)) {
            case 0 -> digits(4) + "-" + digits(4) + "-" + digits(2);
            case 1 -> digits(5) + "-" + digits(3) + "-" + digits(2);
            case 2 -> digits(5) + "-" + digits(4) + "-" + digits(1);
            default -> digits(5) + "-" + digits(4) + "-" + digits(2);
        };
    }

    String memberId() {
        return switch (random.nextInt(6)) {
            case 0 -> letters(3) + digits(9);
            case 1 -> "W" + digits(9);
            case 2 -> "%d%s".formatted(between(1, 9), digits(between(8, 11)));
            case 3 -> letters(3) + "-" + digits(6);
            case 4 -> digits(3) + "-" + digits(3) + "-" + digits(3);
            default -> letters(2) + digits(8);
        };
    }

    String groupNumber() {
        return switch (random.nextInt(4)) {
            case 0 -> "00" + digits(5);
            case 1 -> digits(5) + "-" + digits(2);
            case 2 -> "GRP" + digits(5);
            default -> letters(1) + digits(6);
        };
    }

    String claim() {
        return switch (random.nextInt(4)) {
            case 0 ->
                    "1%d%02d%03d%s"
                            .formatted(between(1, 9), between(10, 26), between(1, 366), digits(6));
            case 1 -> "CLM-20" + between(10, 26) + "-" + digits(6);
            case 2 -> "20" + between(10, 26) + digits(4) + letters(1) + digits(5);
            default -> between(1, 9) + digits(between(13, 16));
        };
    }

    String priorAuth() {
        return switch (random.nextInt(4)) {
            case 0 -> "A" + digits(9);
            case 1 -> "PA-" + digits(8);
            case 2 -> "AUTH" + digits(7);
            default -> between(1, 9) + digits(9);
        };
    }

    String vin() {
        String values = "0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ";
        int[] weights = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
        char[] vin =
                (from("145", 1)
                                + from(VIN_LETTERS, 2)
                                + from(VIN_LETTERS + DIGITS, 5)
                                + "0"
                                + from(VIN_LETTERS, 1)
                                + from(VIN_LETTERS, 1)
                                + digits(6))
                        .toCharArray();
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += weights[i] * (values.indexOf(vin[i]) % 10);
        }
        vin[8] = sum % 11 == 10 ? 'X' : (char) ('0' + sum % 11);
        return new String(vin);
    }

    String plate() {
        return switch (random.nextInt(3)) {
            case 0 -> letters(3) + "-" + digits(4);
            case 1 -> between(1, 9) + letters(3) + digits(3);
            default -> letters(3) + digits(4);
        };
    }

    String gtin() {
        String body = "003" + digits(10);
        int sum = 0;
        for (int i = 0; i < 13; i++) {
            sum += (body.charAt(i) - '0') * (i % 2 == 0 ? 3 : 1);
        }
        return body + (10 - sum % 10) % 10;
    }

    private String yymmdd() {
        return "%02d%02d%02d".formatted(between(20, 29), between(1, 12), between(1, 28));
    }

    String udi() {
        return switch (random.nextInt(3)) {
            case 0 ->
                    "(01)"
                            + gtin()
                            + "(17)"
                            + yymmdd()
                            + "(10)"
                            + letters(1)
                            + digits(5)
                            + "(21)"
                            + letters(2)
                            + digits(6);
            case 1 -> "(01)" + gtin() + "(11)" + yymmdd() + "(21)" + digits(8);
            default -> hibc();
        };
    }

    private String hibc() {
        String alphabet = DIGITS + UPPER + "-. $/+%";
        String body = "+" + letters(1) + digits(3) + letters(3) + digits(8);
        int sum = 0;
        for (int i = 0; i < body.length(); i++) {
            sum += alphabet.indexOf(body.charAt(i));
        }
        // The check character may be a blank or a sign, which prose would not keep.
        char check = alphabet.charAt(sum % 43);
        return Character.isLetterOrDigit(check) ? body + check : hibc();
    }

    String imei() {
        String body = "35" + digits(12);
        return body + luhn(body, 0);
    }

    String serial() {
        return switch (random.nextInt(3)) {
            case 0 -> letters(3) + digits(6) + letters(1);
            case 1 -> "SN-" + digits(7);
            default -> letters(2) + "-" + digits(4) + "-" + digits(4);
        };
    }

    String mac() {
        String separator = random.nextBoolean() ? ":" : "-";
        String hex = random.nextBoolean() ? "0123456789ABCDEF" : "0123456789abcdef";
        StringBuilder out = new StringBuilder(from(hex, 2));
        for (int i = 0; i < 5; i++) {
            out.append(separator).append(from(hex, 2));
        }
        return out.toString();
    }

    String aba() {
        String body = "%02d".formatted(between(1, 12)) + digits(6);
        int[] weights = {3, 7, 1, 3, 7, 1, 3, 7};
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            sum += weights[i] * (body.charAt(i) - '0');
        }
        return body + (10 - sum % 10) % 10;
    }

    String account() {
        return random.nextInt(3) == 0
                ? letters(2) + digits(8)
                : between(1, 9) + digits(between(6, 11));
    }

    String iban() {
        boolean british = random.nextBoolean();
        String country = british ? "GB" : "DE";
        String rest = british ? letters(4) + digits(14) : digits(18);
        StringBuilder numeric = new StringBuilder();
        for (char c : (rest + country + "00").toCharArray()) {
            numeric.append(Character.digit(c, 36));
        }
        int check =
                98
                        - new java.math.BigInteger(numeric.toString())
                                .mod(java.math.BigInteger.valueOf(97))
                                .intValue();
        String compact = country + "%02d".formatted(check) + rest;
        return random.nextInt(3) == 0 ? grouped(compact, 4, " ") : compact;
    }

    String card() {
        String body =
                switch (random.nextInt(3)) {
                    case 0 -> "4" + digits(14);
                    case 1 -> "5" + between(1, 5) + digits(13);
                    default -> "37" + digits(12);
                };
        String whole = body + luhn(body, 0);
        if (random.nextBoolean() || whole.length() != 16) {
            return whole;
        }
        return grouped(whole, 4, random.nextBoolean() ? " " : "-");
    }

    private static String grouped(String text, int size, String separator) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i += size) {
            out.append(i == 0 ? "" : separator).append(text, i, Math.min(text.length(), i + size));
        }
        return out.toString();
    }

    String passport() {
        return random.nextBoolean() ? between(1, 9) + digits(8) : letters(1) + digits(8);
    }

    String driverLicense() {
        return switch (random.nextInt(4)) {
            case 0 -> letters(1) + digits(7);
            case 1 -> between(1, 9) + digits(8);
            case 2 -> letters(1) + digits(3) + "-" + digits(4) + "-" + digits(4);
            default -> letters(1) + digits(12);
        };
    }

    String license() {
        return switch (random.nextInt(4)) {
            case 0 -> "MD" + digits(6);
            case 1 -> letters(1) + between(1, 9) + digits(4);
            case 2 -> "RN-" + digits(6);
            default -> "036." + between(1, 9) + digits(5);
        };
    }

    String clia() {
        return "%02dD%d%s".formatted(between(1, 99), between(0, 2), digits(6));
    }

    String mrn() {
        return switch (random.nextInt(5)) {
            case 0 -> "00" + digits(6);
            case 1 -> letters(between(2, 4)) + "-" + digits(5);
            case 2 -> "E" + digits(7);
            case 3 -> between(1, 9) + digits(9);
            default -> between(1, 9) + digits(5);
        };
    }

    String otherId() {
        return switch (random.nextInt(3)) {
            case 0 -> letters(1) + between(20, 26) + "-" + digits(5);
            case 1 -> between(1, 9) + digits(6);
            default -> letters(2) + digits(7);
        };
    }

    String biometricId() {
        return letters(2) + "-" + digits(6);
    }

    private String nanp(String open, String close, String dash) {
        int area = between(201, 989);
        while (area % 100 == 11 || area / 10 % 10 == 9 || area / 100 == 8) {
            area = between(201, 789);
        }
        int exchange = between(200, 999);
        while (exchange % 100 == 11) {
            exchange = between(200, 999);
        }
        return open + area + close + exchange + dash + digits(4);
    }

    String phone() {
        return switch (random.nextInt(5)) {
            case 0 -> nanp("(", ") ", "-");
            case 1 -> nanp("", "-", "-");
            case 2 -> nanp("", ".", ".");
            case 3 -> nanp("+1 ", "-", "-");
            default -> nanp("", "-", "-") + " x" + digits(3);
        };
    }

    String phoneBare() {
        return nanp("", "", "");
    }

    String email(Person person) {
        String at = pick("example.org", "mail.example.com", "example.net");
        return person.first().toLowerCase(java.util.Locale.ROOT)
                + pick(".", "_", "")
                + person.last().toLowerCase(java.util.Locale.ROOT)
                + (random.nextBoolean() ? digits(2) : "")
                + "@"
                + at;
    }

    String ip() {
        return between(100, 223)
                + "."
                + between(30, 255)
                + "."
                + between(30, 255)
                + "."
                + between(1, 254);
    }

    /// In one of the ways of RFC 5952 and RFC 4291, in the range for documentation and in private
    /// ones.
    String ip6() {
        String net =
                pick("2001:db8", "2001:0db8", "fd" + hex(2) + ":" + hex(4), "fe80", "2600:1f18");
        return switch (between(0, 3)) {
            case 0 -> net + "::" + hex(between(1, 4));
            case 1 -> net + "::" + hex(4) + ":" + hex(3) + ":" + hex(4);
            case 2 -> net + ":" + hex(4) + ":" + hex(3) + "::" + hex(2) + ":" + hex(between(1, 4));
            default -> {
                StringBuilder whole = new StringBuilder(net);
                int groups = net.indexOf(':') < 0 ? 7 : 6;
                for (int i = 0; i < groups; i++) {
                    whole.append(':').append(hex(between(1, 4)));
                }
                yield random.nextBoolean()
                        ? whole.toString()
                        : whole.toString().toUpperCase(java.util.Locale.ROOT);
            }
        };
    }

    private String hex(int digits) {
        return from("0123456789abcdef", digits);
    }

    String zip() {
        return "%05d".formatted(between(1001, 99950));
    }

    /// year, month, day
    int[] day(int from, int to) {
        return new int[] {between(from, to), between(1, 12), between(1, 28)};
    }

    String date(int from, int to) {
        int[] d = day(from, to);
        String[] months = {
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December"
        };
        return switch (random.nextInt(5)) {
            case 0 -> "%04d-%02d-%02d".formatted(d[0], d[1], d[2]);
            case 1 -> "%02d/%02d/%04d".formatted(d[1], d[2], d[0]);
            case 2 -> "%d/%d/%02d".formatted(d[1], d[2], d[0] % 100);
            case 3 -> "%s %d, %d".formatted(months[d[1] - 1], d[2], d[0]);
            default -> "%d %s %d".formatted(d[2], months[d[1] - 1].substring(0, 3), d[0]);
        };
    }

    String compactDate(int from, int to) {
        int[] d = day(from, to);
        return "%04d%02d%02d".formatted(d[0], d[1], d[2]);
    }

    String isoDate(int from, int to) {
        int[] d = day(from, to);
        return "%04d-%02d-%02d".formatted(d[0], d[1], d[2]);
    }

    String icd10() {
        return pick(
                "E11.9",
                "I10",
                "J45.909",
                "F32.1",
                "M54.50",
                "K21.9",
                "N18.31",
                "C50.911",
                "B20",
                "F11.20",
                "Z79.4",
                "S72.001A",
                "O09.90",
                "G43.909",
                "E78.5",
                "I48.91");
    }

    String icd10Dotted() {
        String code = icd10();
        return code.contains(".") ? code : "E11.65";
    }

    String cpt() {
        return pick(
                "99213", "99214", "93000", "80053", "85025", "70450", "45378", "27447", "90837",
                "36415");
    }

    String hcpcs() {
        return pick(
                "J1885", "G0438", "E0601", "A0429", "J3490", "L3908", "K0001", "Q4081", "G2211");
    }

    String loinc() {
        String body = Integer.toString(between(100, 99999));
        return body + "-" + luhn(body, 0);
    }

    String snomed() {
        String body = between(1, 9) + digits(between(4, 6)) + "00";
        return body + verhoeff(body);
    }

    private static final int[][] VERHOEFF_P = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
        {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
        {5, 8, 0, 3, 7, 9, 6, 1, 4, 2},
        {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
        {9, 4, 5, 3, 1, 2, 6, 8, 7, 0},
        {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
        {2, 7, 9, 3, 8, 0, 6, 4, 1, 5},
        {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}
    };

    private static int dihedral(int j, int k) {
        if (j < 5) {
            return k < 5 ? (j + k) % 5 : 5 + (j + k - 5) % 5;
        }
        return k < 5 ? 5 + (j - 5 - k + 5) % 5 : (j - k + 10) % 5;
    }

    static char verhoeff(String body) {
        for (char digit = '0'; digit <= '9'; digit++) {
            String whole = body + digit;
            int c = 0;
            for (int i = 0; i < whole.length(); i++) {
                int d = whole.charAt(whole.length() - 1 - i) - '0';
                c = dihedral(c, VERHOEFF_P[i % 8][d]);
            }
            if (c == 0) {
                return digit;
            }
        }
        throw new IllegalStateException("no Verhoeff digit");
    }

    Person person() {
        return new Person(
                pick(
                        "Harold",
                        "Maria",
                        "James",
                        "Linda",
                        "Robert",
                        "Patricia",
                        "Daniel",
                        "Susan",
                        "Kevin",
                        "Angela",
                        "Brian",
                        "Nicole",
                        "Thomas",
                        "Rachel",
                        "Steven",
                        "Diane",
                        "Carlos",
                        "Emily"),
                pick(
                        "Finch",
                        "Johnson",
                        "Ramirez",
                        "Thompson",
                        "Nguyen",
                        "Kowalski",
                        "Peterson",
                        "Murphy",
                        "Hernandez",
                        "Schmidt",
                        "Campbell",
                        "Douglas",
                        "Fitzgerald",
                        "Whitaker",
                        "Sullivan"));
    }

    record Person(String first, String last) {}
}
