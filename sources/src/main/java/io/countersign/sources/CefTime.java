package io.countersign.sources;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// A time as CEF writes it where it is no number: `Nov 22 2026 09:31:12`, with a fraction or none,
/// and a zone's name or none, which then means UTC.
final class CefTime {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private CefTime() {}

    /// Null where it is another form, or has no year.
    static @Nullable Instant of(String text) {
        String[] words = text.split(" +", 6);
        if (words.length < 4 || words.length > 5 || words[0].length() != 3) {
            return null;
        }
        int month = MONTHS.indexOf(words[0]);
        long day = Lenient.number(words[1]);
        if (month < 0 || month % 3 != 0 || day < 1 || words[2].length() != 4) {
            return null;
        }
        try {
            ZoneId zone =
                    words.length == 4 ? ZoneOffset.UTC : ZoneId.of(words[4], ZoneId.SHORT_IDS);
            return LocalDateTime.parse(
                            "%s-%02d-%02dT%s".formatted(words[2], month / 3 + 1, day, words[3]))
                    .atZone(zone)
                    .toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }
}
