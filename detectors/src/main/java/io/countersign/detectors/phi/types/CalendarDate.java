package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A date more exact than a year.
public final class CalendarDate {
    private CalendarDate() {}

    public static final InfoType TYPE =
            new InfoType(
                    "DATE",
                    Category.C,
                    "month name with day and perhaps year, m/d/y, y-m-d, d.m.y, 05MAY2023, yyyymmdd under a date key, m/d after a date word",
                    "month 1 to 12, day within the month, leap years; year 1880 to 2099",
                    List.of(
                            "on",
                            "date",
                            "admitted",
                            "discharged",
                            "seen",
                            "visit",
                            "surgery",
                            "dos",
                            "died",
                            "dod",
                            "since",
                            "date of service",
                            "visit date",
                            "admission date",
                            "discharge date",
                            "service date",
                            "appointment date",
                            "appt",
                            "effective date",
                            "date of death",
                            "expired"),
                    "LIKELY by its shape; VERY_LIKELY after a visit word; POSSIBLE for month and year");

    private static final int FIRST_YEAR = 1880;
    private static final int LAST_YEAR = 2099;

    /// Whether the calendar has this day.
    public static boolean exists(int year, int month, int day) {
        return year >= FIRST_YEAR
                && year <= LAST_YEAR
                && dayExists(month, day)
                && (month != 2 || day < 29 || leap(year));
    }

    /// Whether some year has this day.
    public static boolean dayExists(int month, int day) {
        if (month < 1 || month > 12 || day < 1) {
            return false;
        }
        int days =
                switch (month) {
                    case 2 -> 29;
                    case 4, 6, 9, 11 -> 30;
                    default -> 31;
                };
        return day <= days;
    }

    private static boolean leap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /// The year that two digits mean: 30 and above lie in the last century.
    public static int century(int twoDigits) {
        return twoDigits >= 30 ? 1900 + twoDigits : 2000 + twoDigits;
    }

    /// The month of an English name or its abbreviation, by its first three letters in any case; 0
    /// where it is none.
    public static int month(byte[] text, int from, int length) {
        if (length < 3) {
            return 0;
        }
        int key =
                ((text[from] | 0x20) << 16)
                        | ((text[from + 1] | 0x20) << 8)
                        | (text[from + 2] | 0x20);
        return switch (key) {
            case ('j' << 16) | ('a' << 8) | 'n' -> 1;
            case ('f' << 16) | ('e' << 8) | 'b' -> 2;
            case ('m' << 16) | ('a' << 8) | 'r' -> 3;
            case ('a' << 16) | ('p' << 8) | 'r' -> 4;
            case ('m' << 16) | ('a' << 8) | 'y' -> 5;
            case ('j' << 16) | ('u' << 8) | 'n' -> 6;
            case ('j' << 16) | ('u' << 8) | 'l' -> 7;
            case ('a' << 16) | ('u' << 8) | 'g' -> 8;
            case ('s' << 16) | ('e' << 8) | 'p' -> 9;
            case ('o' << 16) | ('c' << 8) | 't' -> 10;
            case ('n' << 16) | ('o' << 8) | 'v' -> 11;
            case ('d' << 16) | ('e' << 8) | 'c' -> 12;
            default -> 0;
        };
    }
}
