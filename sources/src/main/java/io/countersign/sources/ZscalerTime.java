package io.countersign.sources;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// The time of a Zscaler record: the epoch seconds where the feed has them, since the readable time
/// depends on the feed's zone; else `Sun Nov 22 09:31:12 2026` (whose weekday may be wrong) or
/// `2026-11-22 09:31:12`, in `tz` or else UTC.
final class ZscalerTime {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private ZscalerTime() {}

    /// @return null where no form fits, or the zone is not known
    static @Nullable Instant of(
            @Nullable String epoch, @Nullable String time, @Nullable String zone) {
        Instant instant = Lenient.instant(epoch);
        if (instant != null || time == null) {
            return instant;
        }
        try {
            ZoneId zoneId = zone == null ? ZoneOffset.UTC : ZoneId.of(zone, ZoneId.SHORT_IDS);
            LocalDateTime named = named(time.split(" +", 6));
            if (named != null) {
                return named.atZone(zoneId).toInstant();
            }
            instant = Lenient.instant(time);
            return instant != null && time.charAt(4) == '-' && time.length() <= 19
                    ? instant.atZone(ZoneOffset.UTC).withZoneSameLocal(zoneId).toInstant()
                    : instant;
        } catch (DateTimeException _) {
            return null;
        }
    }

    /// `[weekday] month day`, then clock and year in either order.
    private static @Nullable LocalDateTime named(String[] words) {
        if (words.length < 4 || words.length > 5) {
            return null;
        }
        int at = words.length - 4;
        int index = words[at].length() == 3 ? MONTHS.indexOf(words[at]) : -1;
        if (index < 0 || index % 3 != 0) {
            return null;
        }
        boolean clockFirst = words[at + 2].indexOf(':') > 0;
        String clock = words[clockFirst ? at + 2 : at + 3];
        String year = words[clockFirst ? at + 3 : at + 2];
        return LocalDateTime.parse(
                "%s-%02d-%02dT%s"
                        .formatted(year, index / 3 + 1, Lenient.number(words[at + 1]), clock));
    }
}
