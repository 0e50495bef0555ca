package io.countersign.app.identity;

import io.countersign.schemas.PolicyPeriod;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/// Times as files about people give them: ISO 8601 with a zone, a day (UTC), or epoch seconds.
final class Moments {
    private static final int MAX_EPOCH_DIGITS = 10;

    private Moments() {}

    /// @param from first moment, or empty: always
    /// @param to first moment after it, or empty: no end
    static PolicyPeriod period(String place, String from, String to)
            throws InvalidIdentityFileException {
        PolicyPeriod period = new PolicyPeriod(millis(place, from), millis(place, to));
        long begin = period.getFromMillis().orElse(Long.MIN_VALUE);
        if (begin >= period.getToMillis().orElse(Long.MAX_VALUE)) {
            throw new InvalidIdentityFileException(place, "ends before it begins");
        }
        return period;
    }

    @org.jspecify.annotations.Nullable
    private static Long millis(String place, String text) throws InvalidIdentityFileException {
        if (text.isEmpty()) {
            return null;
        }
        try {
            if (text.length() <= MAX_EPOCH_DIGITS && text.chars().allMatch(Character::isDigit)) {
                return Math.multiplyExact(Long.parseLong(text), 1_000L);
            }
            if (text.indexOf('T') < 0 && text.indexOf(' ') < 0) {
                return LocalDate.parse(text)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .toEpochMilli();
            }
            Instant time = OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
            return time.toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new InvalidIdentityFileException(
                    place,
                    "no time: write 2026-11-22T09:31:12Z, a day (its start in UTC) or epoch seconds");
        }
    }
}
