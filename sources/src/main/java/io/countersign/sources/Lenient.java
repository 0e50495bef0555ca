package io.countersign.sources;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads values as sources write them: many spellings of "nothing", numbers in quotes, booleans in
/// words.
final class Lenient {
    /// So many decimal digits always fit into a long.
    private static final int MAX_DIGITS = 18;

    /// "NotAvailable". The hash of a longer text need not be known.
    private static final int LONGEST_NOTHING = 12;

    /// Digits of epoch nanoseconds between the years 2001 and 2286.
    private static final int NANOSECOND_DIGITS = 19;

    /// What the words for nothing begin with.
    private static final String FIRST_OF_NOTHING = "-NnUui(";

    /// The form of a time that names no zone, without its fraction.
    private static final String LOCAL_FORM = "0000-00-00T00:00:00";

    private static final int FRACTION_DIGITS = 9;

    private static final double LAST_EPOCH_SECOND = 99_999_999_999.0;

    private Lenient() {}

    /// The text without surrounding blanks; null where the source wrote one of the words that mean
    /// "nothing here".
    static @Nullable String text(@Nullable String value) {
        if (value == null) {
            return null;
        }
        String trimmed = value.strip();
        if (trimmed.length() > LONGEST_NOTHING
                || (!trimmed.isEmpty() && FIRST_OF_NOTHING.indexOf(trimmed.charAt(0)) < 0)) {
            return trimmed;
        }
        return switch (trimmed) {
            case "",
                    "-",
                    "None",
                    "none",
                    "N/A",
                    "n/a",
                    "NA",
                    "NotChecked",
                    "NotAvailable",
                    "UNKNOWN",
                    "Unknown",
                    "unknown",
                    "invalid",
                    "null",
                    "(null)" ->
                    null;
            default -> trimmed;
        };
    }

    /// A whole number of at most 18 digits, an optional fraction ignored; -1 where it is absent,
    /// negative or none.
    static long number(@Nullable String value) {
        if (value == null) {
            return -1;
        }
        String trimmed = value.strip();
        long result = 0;
        int digits = 0;
        boolean fraction = false;
        for (int i = 0; i < trimmed.length(); i++) {
            char c = trimmed.charAt(i);
            if (c == '.' && digits > 0 && !fraction) {
                fraction = true;
            } else if (c < '0' || c > '9' || (!fraction && ++digits > MAX_DIGITS)) {
                return -1;
            } else if (!fraction) {
                result = result * 10 + (c - '0');
            }
        }
        return digits == 0 ? -1 : result;
    }

    /// The leading three digits of forms such as `200` and `403-Forbidden`; -1 where there is no
    /// status.
    static int status(@Nullable String value) {
        if (value == null || value.length() < 3) {
            return -1;
        }
        int status = 0;
        for (int i = 0; i < 3; i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            status = status * 10 + (c - '0');
        }
        return status < 100 || (value.length() > 3 && Character.isDigit(value.charAt(3)))
                ? -1
                : status;
    }

    static Optional<Boolean> bool(@Nullable String value) {
        String text = text(value);
        if (text == null) {
            return Optional.empty();
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "yes", "true", "1", "y" -> Optional.of(true);
            case "no", "false", "0", "n" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /// A time in one of the forms that need no zone: epoch seconds with or without a fraction,
    /// epoch milliseconds or nanoseconds, CEF's ([CefTime]), and `2026-11-22 09:31:12.5` with a
    /// blank or a `T`, an offset or none, which then means UTC. Null where it is none of them.
    static @Nullable Instant instant(@Nullable String value) {
        String text = text(value);
        if (text == null || text.length() > 40) {
            return null;
        }
        if (text.length() == NANOSECOND_DIGITS && number(text.substring(1)) >= 0) {
            long seconds = number(text.substring(0, 10));
            return seconds < 0 ? null : Instant.ofEpochSecond(seconds, number(text.substring(10)));
        }
        long whole = number(text);
        if (whole >= 0) {
            if (whole > 99_999_999_999L) {
                return whole > 99_999_999_999_999L ? null : Instant.ofEpochMilli(whole);
            }
            int dot = text.indexOf('.');
            if (dot < 0) {
                return Instant.ofEpochSecond(whole);
            }
            String fraction = text.substring(dot + 1);
            long nanos = number((fraction + "000000000").substring(0, 9));
            return nanos < 0 ? null : Instant.ofEpochSecond(whole, nanos);
        }
        if (text.length() < 19 || text.charAt(4) != '-') {
            return Character.isLetter(text.charAt(0)) ? CefTime.of(text) : scientific(text);
        }
        Instant plain = plainUtc(text);
        if (plain != null) {
            return plain;
        }
        // BigQuery writes "2026-11-22 09:31:14.900000 UTC".
        String zoned =
                text.endsWith(" UTC")
                        ? text.substring(0, text.length() - 4).replace(' ', 'T') + "Z"
                        : text.replace(' ', 'T');
        try {
            return OffsetDateTime.parse(namesZone(text) ? zoned : zoned + "Z").toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }

    /// The same, with times that name no zone taken as of this one.
    static @Nullable Instant instant(@Nullable String value, ZoneId zone) {
        Instant utc = instant(value);
        String text = text(value);
        if (utc == null || text == null || text.length() < 19 || text.charAt(4) != '-') {
            return utc;
        }
        return namesZone(text)
                ? utc
                : utc.atZone(ZoneOffset.UTC).withZoneSameLocal(zone).toInstant();
    }

    private static boolean namesZone(String text) {
        return text.endsWith("Z")
                || text.endsWith(" UTC")
                || text.indexOf('+', 19) > 0
                || text.indexOf('-', 19) > 0;
    }

    /// `2026-11-22T09:31:12.433Z`, with a fraction or none, as most JSON writers put a time; also
    /// with a blank for the `T` and without the `Z`. What [OffsetDateTime#parse] makes of it, at a
    /// tenth of the cost. Null where it is another form or no time.
    private static @Nullable Instant plainUtc(String text) {
        int last = text.length() - 1;
        int end = text.charAt(last) == 'Z' ? last : text.length();
        int from = LOCAL_FORM.length();
        if (end < from || end > from + 1 + FRACTION_DIGITS || !isLocal(text)) {
            return null;
        }
        int nanos = 0;
        if (end > from) {
            if (text.charAt(from) != '.' || end == from + 1) {
                return null;
            }
            for (int i = from + 1; i <= from + FRACTION_DIGITS; i++) {
                char c = i < end ? text.charAt(i) : '0';
                if (c < '0' || c > '9') {
                    return null;
                }
                nanos = nanos * 10 + (c - '0');
            }
        }
        try {
            return LocalDateTime.of(
                            two(text, 0) * 100 + two(text, 2),
                            two(text, 5),
                            two(text, 8),
                            two(text, 11),
                            two(text, 14),
                            two(text, 17),
                            nanos)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static boolean isLocal(String text) {
        for (int i = 0; i < LOCAL_FORM.length(); i++) {
            char form = LOCAL_FORM.charAt(i);
            char c = text.charAt(i);
            boolean fits =
                    switch (form) {
                        case '0' -> c >= '0' && c <= '9';
                        case 'T' -> c == 'T' || c == ' ';
                        default -> c == form;
                    };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static int two(String digits, int at) {
        return (digits.charAt(at) - '0') * 10 + (digits.charAt(at + 1) - '0');
    }

    /// Epoch seconds as some JSON writers put a float, `1.795339872433E9`.
    private static @Nullable Instant scientific(String text) {
        if (text.indexOf('E') < 2 || text.charAt(1) != '.') {
            return null;
        }
        try {
            double seconds = Double.parseDouble(text);
            return seconds >= 0 && seconds <= LAST_EPOCH_SECOND
                    ? Instant.ofEpochMilli(Math.round(seconds * 1000))
                    : null;
        } catch (NumberFormatException _) {
            return null;
        }
    }

    /// The method in upper case; null where absent.
    static @Nullable String method(@Nullable String value) {
        String text = text(value);
        return text == null ? null : text.toUpperCase(Locale.ROOT);
    }

    /// Undoes percent-encoding once; text without a valid escape comes back as it is.
    static String percentDecoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return percentDecoded(bytes, 0, bytes.length, false);
    }

    /// Undoes percent-encoding once; an escape that is not valid stays as it is.
    ///
    /// @param plusIsBlank true in the query of a URL
    static String percentDecoded(byte[] bytes, int from, int to, boolean plusIsBlank) {
        byte[] decoded = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '%' && i + 2 < to) {
                int high = Character.digit(bytes[i + 1], 16);
                int low = Character.digit(bytes[i + 2], 16);
                if (high >= 0 && low >= 0) {
                    decoded[length++] = (byte) (high << 4 | low);
                    i += 2;
                    continue;
                }
            }
            decoded[length++] = plusIsBlank && b == '+' ? (byte) ' ' : b;
        }
        return new String(decoded, 0, length, StandardCharsets.UTF_8);
    }

    /// True for the forms of IPv4 and IPv6 addresses; names of hosts are not.
    static boolean isIpAddress(String text) {
        boolean colon = text.indexOf(':') >= 0;
        if (text.length() < 2 || text.length() > 45) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ok =
                    (c >= '0' && c <= '9')
                            || c == '.'
                            || (colon && (c == ':' || Character.digit(c, 16) >= 0));
            if (!ok) {
                return false;
            }
        }
        return colon || text.indexOf('.') > 0;
    }
}
