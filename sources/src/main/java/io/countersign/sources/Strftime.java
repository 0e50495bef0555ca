package io.countersign.sources;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/// The format of a time in the letters of C's `strftime`, as a formatter. A time without a zone is
/// taken as UTC.
final class Strftime {
    private Strftime() {}

    /// @param where for messages
    /// @param code for messages
    /// @throws InvalidMappingException where a letter is not known
    static DateTimeFormatter formatter(String where, String code, String form)
            throws InvalidMappingException {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
        for (int i = 0; i < form.length(); i++) {
            char c = form.charAt(i);
            if (c != '%') {
                builder.appendLiteral(c);
            } else if (++i >= form.length() || !letter(builder, form.charAt(i))) {
                throw new InvalidMappingException(
                        where,
                        code
                                + ": of strftime's letters Y y m b B d e H I M S p z Z a A j F T D R are read, and %");
            }
        }
        return builder.parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
                .toFormatter(Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
    }

    private static boolean letter(DateTimeFormatterBuilder builder, char letter) {
        switch (letter) {
            case 'Y' -> builder.appendPattern("uuuu");
            case 'y' -> builder.appendPattern("uu");
            case 'm' -> builder.appendPattern("MM");
            case 'b', 'h' -> builder.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.SHORT);
            case 'B' -> builder.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.FULL);
            case 'd' -> builder.appendPattern("dd");
            case 'e' -> builder.padNext(2).appendPattern("d");
            case 'H' -> builder.appendPattern("HH");
            case 'I' -> builder.appendPattern("hh");
            case 'M' -> builder.appendPattern("mm");
            case 'S' -> builder.appendPattern("ss");
            case 'p' -> builder.appendText(ChronoField.AMPM_OF_DAY);
            case 'z' -> builder.appendOffset("+HHMM", "+0000");
            case 'Z' -> builder.appendZoneText(TextStyle.SHORT);
            case 'a' -> builder.appendText(ChronoField.DAY_OF_WEEK, TextStyle.SHORT);
            case 'A' -> builder.appendText(ChronoField.DAY_OF_WEEK, TextStyle.FULL);
            case 'j' -> builder.appendPattern("DDD");
            case 'F' -> builder.appendPattern("uuuu-MM-dd");
            case 'T' -> builder.appendPattern("HH:mm:ss");
            case 'D' -> builder.appendPattern("MM/dd/uu");
            case 'R' -> builder.appendPattern("HH:mm");
            case '%' -> builder.appendLiteral('%');
            default -> {
                return false;
            }
        }
        return true;
    }
}
