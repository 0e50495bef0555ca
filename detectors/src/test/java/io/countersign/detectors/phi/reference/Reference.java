package io.countersign.detectors.phi.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What each info type is in a short text of one line, by its specification.
///
/// Where the product means to differ from the specification, the line says *deviation*.
final class Reference {
    /// What the check said; NONE where there is none.
    enum Check {
        PASSED,
        FAILED,
        NONE
    }

    /// A place in the text, in characters.
    record Found(int start, int end, Check check) {}

    /// Looks for one info type.
    interface Recogniser {
        List<Found> find(String text);
    }

    private Reference() {}

    /// A token: letters and digits, joined by single dashes and underscores and, before a digit, by
    /// single stops and slashes, which join nothing to a mere word. *Deviation*: the specification
    /// knows dashes and stops alone.
    private static final String TOKEN =
            "(?<![\\p{L}\\p{N}])(?<![\\p{L}\\p{N}][-_])(?:(?=\\p{L})|(?<![0-9][./]))"
                    + "((?>\\p{L}+(?=[./])|[\\p{L}\\p{N}]+(?:[-_][\\p{L}\\p{N}]+|[./][0-9][\\p{L}\\p{N}]*)*))";

    /// What may stand between a word and its number: "NPI: 1", "NPI # 1", "NPI is 1".
    private static final String BETWEEN = "(?: is |(?i: number)?:? ?#? ?)[(\"]?";

    private static final Map<String, Recogniser> ALL = new TreeMap<>();

    /// Info types with a reference.
    static Set<String> types() {
        return ALL.keySet();
    }

    static Recogniser of(String type) {
        return java.util.Objects.requireNonNull(ALL.get(type), type);
    }

    private static final Set<String> ICD10 = Checks.icd10();

    static {
        ALL.put("CARD", Reference::card);
        ALL.put("SSN", text -> nine(text, true));
        ALL.put("ITIN", text -> nine(text, false));
        ALL.put("NPI", text -> named(text, "npi|provider id", "[0-9]{10}", Checks::npi));
        ALL.put("DEA", Reference::dea);
        ALL.put("MBI", Reference::mbi);
        ALL.put("HICN", Reference::hicn);
        ALL.put("ABA", text -> named(text, "routing|aba", "[0-9]{9}", Checks::aba));
        ALL.put("IBAN", Reference::iban);
        ALL.put("VIN", Reference::vin);
        ALL.put(
                "IMEI",
                text ->
                        named(
                                text,
                                "imei",
                                "[0-9]{14,16}",
                                value -> value.length() == 15 && Checks.luhn(value)));
        ALL.put("UDI", Reference::udi);
        ALL.put("NDC", Reference::ndc);
        ALL.put("ICD10", Reference::icd10);
        ALL.put("CPT", text -> passing(named(text, "cpt", "[0-9]{4}[0-9FTU]", _ -> true)));
        ALL.put("HCPCS", text -> passing(named(text, "hcpcs", "[A-V][0-9]{4}", _ -> true)));
        ALL.put("LOINC", Reference::loinc);
        ALL.put(
                "SNOMED",
                text -> passing(named(text, "snomed|sctid", "[0-9]{6,18}", Checks::snomed)));
        ALL.put("CLIA", text -> passing(named(text, "clia", "[0-9]{2}D[0-9]{7}", _ -> true)));
        ALL.put("MAC", Reference::mac);
        ALL.put("IP_ADDRESS", Reference::ip);
        ALL.put("EMAIL", Reference::email);
        ALL.put("URL", Reference::url);
        ALL.put("DATE", Reference::date);
        ALL.put("PHONE", Reference::phone);
        ALL.put("ZIP", Reference::zip);
        ALL.put("MRN", text -> identifier(text, "mrn|medical record", 3, 40, 2, false));
        ALL.put("MEMBER_ID", text -> identifier(text, "member id|subscriber id", 4, 40, 2, false));
        ALL.put("CLAIM_NUMBER", text -> identifier(text, "claim", 5, 40, 2, false));
        ALL.put("ACCOUNT", text -> identifier(text, "account|acct", 4, 40, 2, false));
        ALL.put("PASSPORT", text -> identifier(text, "passport", 7, 10, 6, false));
        ALL.put("PLATE", text -> identifier(text, "plate", 4, 8, 2, true));
    }

    /// A token of the text with the word right before it, if there is one.
    private record Token(String text, int start, int end, boolean named) {
        /// Letters in upper case and digits, without what joins them.
        String compact() {
            return text.replaceAll("[-_./]", "").toUpperCase(Locale.ROOT);
        }

        int digits() {
            return text.replaceAll("[^0-9]", "").length();
        }

        Found with(Check check) {
            return new Found(start, end, check);
        }
    }

    private static final Map<String, Pattern> TOKENS = new java.util.HashMap<>();

    /// All tokens, those after one of the words as named.
    private static List<Token> tokens(String text, String words) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher =
                TOKENS.computeIfAbsent(
                                words,
                                _ ->
                                        Pattern.compile(
                                                "(?:(?<![\\p{L}\\p{N}])((?i:"
                                                        + words
                                                        + "))"
                                                        + BETWEEN
                                                        + ")?"
                                                        + TOKEN))
                        .matcher(text);
        while (matcher.find()) {
            tokens.add(
                    new Token(
                            matcher.group(2),
                            matcher.start(2),
                            matcher.end(2),
                            matcher.group(1) != null));
        }
        return tokens;
    }

    private static List<Found> found(
            String text,
            String pattern,
            java.util.function.Function<Matcher, Optional<Check>> each) {
        List<Found> found = new ArrayList<>();
        Matcher matcher = pattern(pattern).matcher(text);
        while (matcher.find()) {
            each.apply(matcher)
                    .ifPresent(
                            check -> found.add(new Found(matcher.start(1), matcher.end(1), check)));
        }
        return found;
    }

    private static final Map<String, Pattern> PATTERNS = new java.util.HashMap<>();

    private static Pattern pattern(String text) {
        return PATTERNS.computeIfAbsent(text, Pattern::compile);
    }

    private static Check check(boolean passed) {
        return passed ? Check.PASSED : Check.FAILED;
    }

    private static Optional<Check> some(boolean is) {
        return is ? Optional.of(Check.NONE) : Optional.empty();
    }

    /// A number right after its word, whether its check passes or not.
    private static List<Found> named(
            String text, String words, String value, Predicate<String> check) {
        return tokens(text, words).stream()
                .filter(token -> token.named && Checks.is(token.compact(), value))
                .map(token -> token.with(check(check.test(token.compact()))))
                .toList();
    }

    private static List<Found> passing(List<Found> found) {
        return found.stream().filter(one -> one.check == Check.PASSED).toList();
    }

    /// Whatever stands right after its word and has a few digits in it. *Deviation*: two digits at
    /// least, and up to 39 bytes, whatever a site's own numbers look like; four digits that read as
    /// a year are one, but after an MRN's word; what is a Medicare number, an IBAN, a date or an
    /// ICD-10 code with its dot stays one, and after the words for accounts and claims a card in
    /// groups.
    private static List<Found> identifier(
            String text, String words, int min, int max, int digits, boolean letter) {
        List<Found> others = new ArrayList<>(icd10(text));
        if (!words.startsWith("mrn") && !words.startsWith("account")) {
            others.addAll(hicn(text));
            others.addAll(mbi(text));
        }
        others.addAll(iban(text));
        others.addAll(date(text));
        if (words.startsWith("account") || words.startsWith("claim")) {
            others.addAll(cardInGroups(text));
        }
        return tokens(text, words).stream()
                .filter(token -> token.named)
                .filter(token -> others.stream().noneMatch(other -> other.start == token.start))
                .filter(token -> {
                    String compact = token.compact();
                    int length = compact.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
                    boolean year =
                            Checks.is(compact, "[12][09][0-9]{2}") && !words.startsWith("mrn");
                    boolean years = Checks.is(token.text, "(19|20)[0-9]{2}[-/.](19|20)[0-9]{2}");
                    return length >= min
                            && length <= max
                            && length < 40
                            && token.digits() >= digits
                            && (!letter || token.digits() < length)
                            && !year
                            && !years;
                })
                .map(token -> token.with(Check.NONE))
                .toList();
    }

    /// In groups by blanks or dashes, or bare. *Deviation*: groups are enough for the rarer
    /// issuers.
    private static List<Found> card(String text) {
        List<Found> found = cardInGroups(text);
        if (!found.isEmpty()) {
            return found;
        }
        for (Token token : tokens(text, "card")) {
            String digits = token.compact();
            boolean plain = Checks.is(token.text, "[0-9]{13,19}");
            if (token.named && Checks.is(digits, "[0-9]{12,19}")) {
                found.add(token.with(check(Checks.card(digits))));
            } else if (plain && Checks.commonCard(digits)) {
                found.add(token.with(Check.PASSED));
            }
        }
        return found;
    }

    private static List<Found> cardInGroups(String text) {
        List<Found> found = new ArrayList<>();
        Matcher groups =
                pattern(
                                "(?:(?<![\\p{L}\\p{N}])((?i:card))"
                                        + BETWEEN
                                        + ")?(?<![\\p{L}\\p{N}])(?<![\\p{L}\\p{N}][-_])(?<![0-9][./])"
                                        + "([0-9]{4})(?=([ -])[0-9])")
                        .matcher(text);
        groups.useTransparentBounds(true);
        while (groups.find()) {
            String separator = groups.group(3);
            int end = groups.end();
            StringBuilder digits = new StringBuilder(groups.group(2));
            // No more than five groups and nineteen digits.
            for (int count = 1; count < 5; count++) {
                Matcher next =
                        pattern(separator + "([0-9]+)").matcher(text).region(end, text.length());
                if (!next.lookingAt() || digits.length() + next.group(1).length() > 19) {
                    break;
                }
                digits.append(next.group(1));
                end = next.end();
            }
            boolean named = groups.group(1) != null;
            boolean valid = digits.length() >= 13 && Checks.card(digits.toString());
            int groupCount = text.substring(groups.start(2), end).split(separator, -1).length;
            if (digits.length() >= 13 && groupCount >= 3 && (named || valid)) {
                found.add(new Found(groups.start(2), end, check(valid)));
                groups.region(end, text.length());
            }
        }
        return found;
    }

    /// SSN and ITIN. *Deviation*: right after its word eight to ten digits are one with a failed
    /// check, and four are the last of one, since people mistype and shorten them; an address of a
    /// network stays one.
    private static List<Found> nine(String text, boolean social) {
        List<Found> found = new ArrayList<>();
        String words = "ssn|social security|itin|tax id";
        // *Deviation*: after blanks, and where dashes are doubled, what follows is not looked at.
        Matcher loose =
                pattern(
                                "(?:(?<![\\p{L}\\p{N}])((?i:"
                                        + words
                                        + "))"
                                        + BETWEEN
                                        + ")?"
                                        + "(?<![\\p{L}\\p{N}])(?<![\\p{L}\\p{N}][-_])(?<![0-9][./])"
                                        + "([0-9]{3}( |-+)[0-9]{2}(\\3|-+)[0-9]{4})(?![0-9])")
                        .matcher(text);
        while (loose.find()) {
            boolean blanks = loose.group(3).equals(" ");
            boolean plain = loose.group(3).equals("-") && loose.group(4).equals("-");
            boolean mixed = blanks != loose.group(4).equals(" ");
            if (plain || mixed || (blanks && loose.group(1) == null)) {
                continue;
            }
            String digits = loose.group(2).replaceAll("[ -]", "");
            if (Checks.itin(digits) != social) {
                found.add(
                        new Found(
                                loose.start(2),
                                loose.end(2),
                                check(Checks.itin(digits) || Checks.ssn(digits))));
            }
        }
        List<Found> addresses = ip(text);
        for (Token token : tokens(text, words)) {
            if (addresses.stream().anyMatch(address -> address.start == token.start)) {
                continue;
            }
            String digits = token.compact();
            boolean dashes = Checks.is(token.text, "[0-9]{3}-[0-9]{2}-[0-9]{4}");
            if (Checks.is(digits, "[0-9]{9}") && (token.named || dashes)) {
                boolean itin = Checks.itin(digits);
                if (itin != social) {
                    found.add(token.with(check(itin || Checks.ssn(digits))));
                }
            } else if (social && token.named && Checks.is(digits, "[0-9]{8}|[0-9]{10}")) {
                found.add(token.with(Check.FAILED));
            } else if (social
                    && token.named
                    && Checks.is(digits, "[0-9]{4}")
                    && !Checks.is(digits, "[12][09].*")) {
                found.add(token.with(Check.NONE));
            }
        }
        return found;
    }

    private static List<Found> dea(String text) {
        return tokens(text, "dea").stream()
                .filter(token -> {
                    String compact = token.compact();
                    boolean capitals = token.text.equals(token.text.toUpperCase(Locale.ROOT));
                    return token.named
                            ? compact.getBytes(java.nio.charset.StandardCharsets.UTF_8).length == 9
                                    && token.digits() >= 7
                            : Checks.dea(compact)
                                    && capitals
                                    && Checks.is(token.text, "[A-Z][A-Z9].*");
                })
                .map(token -> token.with(check(Checks.dea(token.compact()))))
                .toList();
    }

    private static List<Found> mbi(String text) {
        return tokens(text, "mbi").stream()
                .filter(token -> Checks.mbi(token.compact()))
                .map(token -> token.with(Check.NONE))
                .toList();
    }

    private static List<Found> hicn(String text) {
        return tokens(text, "hicn|medicare claim|claim|member id|subscriber id").stream()
                .filter(token -> {
                    String compact = token.compact();
                    return (token.named || Checks.is(token.text, "[0-9]{3}-.*"))
                            && Checks.is(compact, "[0-9]{9}[ABCDEFHJKLMTW][0-9]?")
                            && Checks.ssn(compact.substring(0, 9));
                })
                .map(token -> token.with(Check.PASSED))
                .toList();
    }

    /// *Deviation*: in groups only in capitals, and the longest run of groups that passes.
    private static List<Found> iban(String text) {
        List<Found> found = new ArrayList<>();
        Matcher groups =
                pattern(
                                "(?<![\\p{L}\\p{N}])(?<![\\p{L}\\p{N}][-_])[A-Z]{2}[0-9]{2}(?: (?:[A-Za-z]{1,4}(?![A-Za-z])|[0-9]{1,4}(?![0-9]))+)+")
                        .matcher(text);
        while (groups.find()) {
            for (int end = groups.end(); end > groups.start() + 4; end--) {
                boolean between =
                        end < text.length()
                                && Checks.is(text.substring(end), "(?s)[\\p{L}\\p{N}].*");
                boolean whole = Checks.is(text.substring(end - 1, end), "[0-9A-Za-z]");
                if (whole
                        && !between
                        && Checks.iban(text.substring(groups.start(), end).replace(" ", ""))) {
                    found.add(new Found(groups.start(), end, Check.PASSED));
                    break;
                }
            }
        }
        for (Token token : tokens(text, "iban")) {
            if (Checks.is(token.text, "[A-Za-z]{2}[-_]?[0-9].*")
                    && Checks.is(token.compact(), "[A-Z0-9]{15,34}")
                    && Checks.iban(token.compact())) {
                found.add(token.with(Check.PASSED));
            }
        }
        return found;
    }

    private static final Pattern LABEL = Pattern.compile("(DL|SN|MR)[0-9]");

    private static List<Found> vin(String text) {
        return tokens(text, "vin|vehicle id").stream()
                .filter(token -> {
                    String compact = token.compact();
                    boolean named =
                            token.named
                                    && Checks.is(compact, "[A-Z0-9]{17}")
                                    && token.digits() >= 2
                                    && token.digits() < 17;
                    // *Deviation*: without its word four digits at least, and no label such as DL
                    // before the first of them.
                    boolean label = LABEL.matcher(compact).lookingAt();
                    return named || (Checks.vin(compact) && token.digits() >= 4 && !label);
                })
                .map(token -> token.with(check(Checks.vin(token.compact()))))
                .toList();
    }

    private static List<Found> udi(String text) {
        List<Found> found =
                new ArrayList<>(
                        found(
                                text,
                                "(\\(01\\)([0-9]{14})(?![0-9])(?:\\([0-9]{2}\\)[\\p{L}\\p{N}]+)*)",
                                m -> Optional.of(check(Checks.gtin(m.group(2))))));
        for (Token token : tokens(text, "udi")) {
            boolean plus = token.start > 0 && text.charAt(token.start - 1) == '+';
            if (plus
                    && Checks.is(token.compact(), "[A-Z][A-Z0-9]{7,38}")
                    && Checks.hibc("+" + token.compact())) {
                found.add(new Found(token.start - 1, token.end, Check.PASSED));
            }
        }
        return found;
    }

    private static List<Found> ndc(String text) {
        return tokens(text, "ndc").stream()
                .filter(token ->
                        Checks.is(
                                        token.text,
                                        "[0-9]{4}-[0-9]{4}-[0-9]{2}|[0-9]{5}-([0-9]{3}-[0-9]{2}|[0-9]{4}-[0-9]{1,2})")
                                || (token.named && Checks.is(token.compact(), "[0-9]{10,12}")))
                .map(token -> token.with(Check.NONE))
                .toList();
    }

    /// *Deviation*: in lower case only after its word.
    private static List<Found> icd10(String text) {
        return tokens(text, "dx|icd").stream()
                .filter(token -> {
                    boolean dotted = Checks.is(token.text, "[A-Za-z0-9]{3}\\.[0-9A-Za-z]{1,4}");
                    boolean bare = Checks.is(token.text, "[A-Za-z0-9]{3,7}");
                    boolean capital = Checks.is(token.text, "[A-Z].*");
                    return ((dotted && (capital || token.named)) || (bare && token.named))
                            && ICD10.contains(token.compact());
                })
                .map(token -> token.with(Check.NONE))
                .toList();
    }

    /// *Deviation*: three digits at least: 1-8 is a range.
    private static List<Found> loinc(String text) {
        return tokens(text, "loinc").stream()
                .filter(token ->
                        token.named
                                && Checks.is(token.text, "[0-9]{2,7}-[0-9]")
                                && Checks.luhn(token.compact()))
                .map(token -> token.with(Check.PASSED))
                .toList();
    }

    /// *Deviation*: a letter beyond ASCII beside a digit is no neighbour, and digits that end a
    /// date begin none.
    private static List<Found> mac(String text) {
        return found(
                text,
                "(?<![0-9A-Za-z])(?:(?=[0-9])|(?<!\\p{L}))([0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\\2){4}[0-9A-Fa-f]{2})(?![0-9A-Za-z])(?!\\2)",
                m ->
                        some(
                                (m.start(1) == 0
                                                || text.charAt(m.start(1) - 1)
                                                        != m.group(2).charAt(0))
                                        && date(text).stream()
                                                .noneMatch(date ->
                                                        date.start < m.start(1)
                                                                && date.end > m.start(1))));
    }

    private static List<Found> ip(String text) {
        return tokens(text, "version|v").stream()
                .filter(token ->
                        !token.named && Checks.is(token.text, "[0-9]{1,3}(\\.[0-9]{1,3}){3}"))
                .filter(token ->
                        !Checks.is(text.substring(0, token.start), "(?s).*(^|[\\p{L}\\p{N}])[./]"))
                .filter(token -> {
                    int[] octets =
                            java.util.Arrays.stream(token.text.split("\\.", -1))
                                    .mapToInt(Integer::parseInt)
                                    .toArray();
                    // *Deviation*: 3.1.1.11 is an enzyme.
                    boolean enzyme =
                            octets[0] < 30 && octets[1] < 30 && octets[2] < 30 && octets[0] != 10;
                    return !enzyme && java.util.Arrays.stream(octets).allMatch(one -> one <= 255);
                })
                .map(token -> token.with(Check.NONE))
                .toList();
    }

    /// RFC 5321 in what people use, from the at sign outwards. *Deviation*: dots side by side and
    /// before the first label are somebody's slip; of a longer local part the last 64 characters.
    private static List<Found> email(String text) {
        List<Found> found = new ArrayList<>();
        Matcher at = pattern("([A-Za-z0-9._%+'-]{1,64})@([A-Za-z0-9.-]+)").matcher("");
        for (int i = text.indexOf('@'); i >= 0; i = text.indexOf('@', i + 1)) {
            int start = i;
            while (start > 0
                    && i - start < 64
                    && Checks.is(text.substring(start - 1, start), "[A-Za-z0-9._%+'-]")) {
                start--;
            }
            at.reset(text).region(start, text.length());
            if (start == i || !at.lookingAt() || at.end(1) != i) {
                continue;
            }
            String local = at.group(1).replaceAll("^[.'-]+", "");
            String domain = at.group(2).replaceAll("[.-]+$", "");
            if (Checks.is(local, ".*[A-Za-z0-9].*") && Checks.is(domain, ".+\\.[A-Za-z]{2,}")) {
                found.add(new Found(i - local.length(), i + 1 + domain.length(), Check.NONE));
            }
        }
        return found;
    }

    private static List<Found> url(String text) {
        return found(
                text,
                "((?<![A-Za-z])(?:https?://|www\\.)[^ \"<>)\\n?]*\\?(?:[^ \"<>)\\n]*&)?[^ \"<>)\\n&=]*"
                        + "(?i:name|token|patient|user|mrn|email|phone|dob|member|ssn)=(?:[^ \"<>)\\n][^ \"<>)\\n]+|[^\\x00-\\x7f]))",
                m -> some(true));
    }

    private static final String DATE_ENDS = "(?![0-9])(?![-./][0-9])";
    private static final String DATE_STARTS =
            "(?<![\\p{L}\\p{N}])(?<![\\p{L}\\p{N}][-_])(?<![0-9][./])";

    /// Year first or last, with one kind of separator. *Deviation*: with two digits of the year
    /// only between slashes.
    private static List<Found> date(String text) {
        List<Found> found = new ArrayList<>();
        found.addAll(
                found(
                        text,
                        DATE_STARTS
                                + "(([0-9]{4})(-+|[/.])([0-9]{1,2})(\\3|-+)([0-9]{1,2}))"
                                + DATE_ENDS,
                        m ->
                                some(
                                        same(m.group(3), m.group(5))
                                                && Checks.date(
                                                        number(m, 2),
                                                        number(m, 4),
                                                        number(m, 6)))));
        found.addAll(
                found(
                        text,
                        DATE_STARTS
                                + "(([0-9]{1,2})(-+|[/.])([0-9]{1,2})(\\3|-+)([0-9]{4}))"
                                + DATE_ENDS,
                        m ->
                                some(
                                        same(m.group(3), m.group(5))
                                                && (Checks.date(
                                                                number(m, 6),
                                                                number(m, 2),
                                                                number(m, 4))
                                                        || Checks.date(
                                                                number(m, 6),
                                                                number(m, 4),
                                                                number(m, 2))))));
        found.addAll(
                found(
                        text,
                        DATE_STARTS + "(([0-9]{1,2})/([0-9]{1,2})/([0-9]{2}))" + DATE_ENDS,
                        m -> {
                            int year = number(m, 4) + (number(m, 4) < 30 ? 2000 : 1900);
                            return some(
                                    Checks.date(year, number(m, 2), number(m, 3))
                                            || Checks.date(year, number(m, 3), number(m, 2)));
                        }));
        return found;
    }

    /// Dashes may be doubled.
    private static boolean same(String one, String other) {
        return one.charAt(0) == other.charAt(0);
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static List<Found> phone(String text) {
        List<Found> found = new ArrayList<>();
        Matcher m =
                pattern(
                                "(?:(?<![\\p{L}\\p{N}])((?i:phone|tel|call))(?: is |(?i: number)?:? ?#? ?)(?:\"|\\((?=[+(]))?)?"
                                        + "((?<![0-9])(?:\\+1[-. ]|\\(?1[-. ])?(?:\\(([0-9]{3})\\) ?|\\(?([0-9]{3})[-. ])([0-9]{3})[-.]([0-9]{4})(?:,? ?x[0-9]{1,6}(?![0-9]))?"
                                        + "|\\(?[0-9]{10})(?![0-9])")
                        .matcher(text);
        while (m.find()) {
            String area = m.group(3) != null ? m.group(3) : m.group(4);
            if (area == null && m.group(1) == null) {
                continue;
            }
            String digits =
                    area == null ? m.group(2).replace("(", "") : area + m.group(5) + m.group(6);
            found.add(new Found(m.start(2), m.end(2), check(Checks.phone(digits))));
        }
        return found;
    }

    private static List<Found> zip(String text) {
        List<Found> found = new ArrayList<>();
        for (Token token : tokens(text, "zip code|postal code|zip")) {
            String before = text.substring(0, token.start);
            boolean state =
                    Checks.is(before, "(?s)(.*[^\\p{L}])?(MA|TX),? {1,2}")
                            || Checks.is(
                                    before,
                                    "(?is).*(zip code|zip)(?: is | number)?:? ?#? ?[(\"]?A?MA ");
            if ((token.named || state) && Checks.is(token.text, "[0-9]{5}(-[0-9]{4})?")) {
                found.add(token.with(Check.NONE));
            }
        }
        return found;
    }
}
