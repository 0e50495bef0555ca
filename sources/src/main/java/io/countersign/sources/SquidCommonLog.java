package io.countersign.sources;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Squid's other two ready-made formats, `logformat common` and `logformat combined`, put into the
/// order of the native one.
///
/// ```
/// line = client SP ident SP user SP "[" time "]" SP DQUOTE method SP URL SP "HTTP/" version DQUOTE SP status SP bytes
///        [ SP DQUOTE referer DQUOTE SP DQUOTE user agent DQUOTE ] SP code ":" hierarchy
/// ```
///
/// The result code at the end tells a line from that of a web server.
final class SquidCommonLog {
    /// Possessive throughout: a line is passed over once.
    private static final Pattern LINE =
            Pattern.compile(
                    "(\\S++) \\S++ (\\S++) \\[([^\\]]{20,40}+)\\] \"(\\S++) (\\S++) HTTP/[0-9.]++\" (\\d{3}) (-|\\d{1,18}+)"
                            + "(?: (\"[^\"]*+\") (\"[^\"]*+\"))? ([A-Z_]{3,64}+):([A-Z_]{3,64}+)\\s*+");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH);

    private SquidCommonLog() {}

    static boolean isLine(String line) {
        return LINE.matcher(line).matches();
    }

    /// The record in the native order; null for what is no such line.
    static byte @Nullable [] nativeOrder(byte[] record, int from) {
        // A web server's log and anything else ends here, before a text is made of it.
        int end = record.length;
        if (end - from > Limits.MAX_FIELD_BYTES || indexOfBracket(record, from) < 0) {
            return null;
        }
        Matcher line = LINE.matcher(new String(record, from, end - from, StandardCharsets.UTF_8));
        if (!line.matches()) {
            return null;
        }
        long seconds;
        try {
            seconds = OffsetDateTime.parse(line.group(3), TIME).toEpochSecond();
        } catch (DateTimeException _noTime) {
            return null;
        }
        String ordered =
                "%d.000 - %s %s/%s %s %s %s %s %s/- -%s"
                        .formatted(
                                seconds,
                                line.group(1),
                                line.group(10),
                                line.group(6),
                                line.group(7),
                                line.group(4),
                                line.group(5),
                                line.group(2),
                                line.group(11),
                                line.group(8) == null
                                        ? ""
                                        : " " + line.group(8) + " " + line.group(9));
        return ordered.getBytes(StandardCharsets.UTF_8);
    }

    private static int indexOfBracket(byte[] record, int from) {
        for (int i = from; i < Math.min(record.length, from + 512); i++) {
            if (record[i] == '[') {
                return i;
            }
        }
        return -1;
    }
}
