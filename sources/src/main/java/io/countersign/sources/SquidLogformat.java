package io.countersign.sources;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A `logformat` line as a site wrote it into its `squid.conf`, taken apart: the codes in their
/// order and the literal text between them. [InputFormats#withSquid] makes an input format of it.
///
/// ```
/// line = [ "logformat" SP name SP ] *( literal / code / "%%" )
/// code = "%" [ quoting ] [ "-" ] [ width ] [ "{" argument "}" ] name [ "{" argument "}" ]
/// ```
///
/// The syntax and the codes are those of Squid 5 to 7 (`squid.conf.documented`, `logformat`). A
/// code that is not known here is read too: its value is text to inspect. Within literal quotes and
/// brackets Squid quotes values, so that their ends can be told.
public final class SquidLogformat {
    /// A format's name is this and the name that the site gave it.
    public static final String PREFIX = "squid-";

    /// The longest line, in characters.
    public static final int MAX_CHARS = 8 * 1024;

    private static final int MAX_CODES = 200;

    /// Codes that tell where a request went.
    private static final Set<String> PLACES =
            Set.of("ru", ">ru", "<ru", ">rd", "<rd", ">h{host}", "ssl::>sni");

    /// Codes whose values are credentials. A column of them can't be told from others when secrets
    /// are taken out of records.
    private static final Set<String> CREDENTIALS =
            Set.of(
                    "credentials",
                    ">h{authorization}",
                    ">h{proxy-authorization}",
                    ">h{cookie}",
                    ">h{x-api-key}",
                    ">h{api-key}",
                    "<h{set-cookie}",
                    "ssl::>cert");

    /// Codes whose values are digits, so that they end where other text begins.
    private static final Set<String> NUMBERS =
            Set.of(
                    "ts", "tu", "tr", "sn", ">Hs", "<Hs", "<st", ">st", ">sh", ">p", ">rP", "<rP",
                    "rP");

    private final String name;
    private final String line;
    private final String start;
    private final List<Code> codes;

    private SquidLogformat(String name, String line, String start, List<Code> codes) {
        this.name = name;
        this.line = line;
        this.start = start;
        this.codes = List.copyOf(codes);
    }

    /// How Squid writes a value so that its end can be told.
    enum Quoting {
        /// Blanks and control characters as `%20`.
        ESCAPED,
        /// `\"` within quotes.
        QUOTES,
        /// As it is.
        RAW,
        /// In quotes where it has blanks in it.
        SHELL
    }

    /// One code and the literal text behind it.
    ///
    /// @param written as the line has it, for messages
    /// @param key the code without width and quoting, the argument behind it in lower case
    /// @param time how a time is written, for the codes of readable times
    /// @param blanks how often the beginning of the literal text stands inside the value
    /// @param literal empty at the end of the line
    record Code(
            String written,
            String key,
            Quoting quoting,
            Optional<DateTimeFormatter> time,
            int blanks,
            String literal) {
        boolean isNumber() {
            return NUMBERS.contains(key);
        }
    }

    /// @param name small letters, digits and hyphens, beginning with a letter
    /// @param line what stands in `squid.conf` behind `logformat NAME`, or all of it
    /// @throws InvalidMappingException where it can't be read; the message names the code
    public static SquidLogformat of(String name, String line) throws InvalidMappingException {
        String where = "squid-logformats." + name;
        if (!name.matches("[a-z][a-z0-9-]{0,30}")) {
            throw new InvalidMappingException(
                    where,
                    "a name has small letters, digits and hyphens, and begins with a letter");
        }
        if (line.length() > MAX_CHARS) {
            throw new InvalidMappingException(where, "more than " + MAX_CHARS + " characters");
        }
        String codes = withoutDirective(line.strip());
        LogformatReader reader = new LogformatReader(where, codes);
        SquidLogformat format =
                new SquidLogformat(PREFIX + name, codes, reader.start(), reader.codes());
        format.check(where);
        return format;
    }

    private static String withoutDirective(String line) {
        return line.startsWith("logformat ") ? line.replaceFirst("logformat +\\S+ +", "") : line;
    }

    private void check(String where) throws InvalidMappingException {
        if (codes.size() > MAX_CODES) {
            throw new InvalidMappingException(where, "more than " + MAX_CODES + " codes");
        }
        List<String> keys = new ArrayList<>();
        for (Code code : codes) {
            if (CREDENTIALS.contains(code.key())) {
                throw new InvalidMappingException(
                        where,
                        code.written()
                                + " writes credentials into the log, where they can't be told from other values: take it out of the logformat in squid.conf");
            }
            keys.add(code.key());
        }
        for (int i = 0; i + 1 < codes.size(); i++) {
            boolean told = codes.get(i).isNumber() && !codes.get(i + 1).isNumber();
            if (codes.get(i).literal().isEmpty() && !told) {
                throw new InvalidMappingException(
                        where,
                        "nothing stands between "
                                + codes.get(i).written()
                                + " and "
                                + codes.get(i + 1).written()
                                + ", so that no reader can tell where one value ends: put a blank there in squid.conf");
            }
        }
        if (keys.stream().noneMatch(PLACES::contains)) {
            throw new InvalidMappingException(
                    where,
                    "no code tells where a request went: one of %ru, %>rd, %ssl::>sni and %{Host}>h is needed");
        }
    }

    /// The name of the input format.
    public String name() {
        return name;
    }

    /// What stands behind `logformat NAME`.
    public String line() {
        return line;
    }

    /// Literal text in front of the first code.
    String start() {
        return start;
    }

    List<Code> codes() {
        return codes;
    }

    /// Whether a line carries a time, so that its shape says something.
    boolean hasTime() {
        return codes.stream().anyMatch(code -> code.time().isPresent() || code.key().equals("ts"));
    }

    @Override
    public String toString() {
        return name;
    }
}
