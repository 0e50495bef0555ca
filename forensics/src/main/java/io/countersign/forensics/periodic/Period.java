package io.countersign.forensics.periodic;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/// The days that a report is about.
///
/// @param last inclusive
/// @param zone in which days begin
public record Period(LocalDate first, LocalDate last, ZoneId zone) {
    public Period {
        Objects.requireNonNull(zone, "zone");
        if (last.isBefore(first)) {
            throw new IllegalArgumentException(last + " is before " + first);
        }
    }

    public static Period of(YearMonth month, ZoneId zone) {
        return new Period(month.atDay(1), month.atEndOfMonth(), zone);
    }

    public static Period of(Year year, ZoneId zone) {
        return new Period(year.atDay(1), year.atDay(year.length()), zone);
    }

    /// Inclusive.
    public Instant from() {
        return first.atStartOfDay(zone).toInstant();
    }

    /// Exclusive.
    public Instant to() {
        return last.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /// Inclusive of both ends.
    public int length() {
        return Math.toIntExact(ChronoUnit.DAYS.between(first, last)) + 1;
    }

    List<LocalDate> days() {
        return first.datesUntil(last.plusDays(1)).toList();
    }

    public boolean contains(Instant time) {
        return !time.isBefore(from()) && time.isBefore(to());
    }

    LocalDate day(Instant time) {
        return time.atZone(zone).toLocalDate();
    }

    String words() {
        return first + " to " + last + ", days of " + zone;
    }
}
