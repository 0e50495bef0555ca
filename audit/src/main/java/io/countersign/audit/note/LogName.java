package io.countersign.audit.note;

import java.util.Objects;
import java.util.OptionalInt;

/// The names of an installation's logs, of which there is one a year: the first bears the
/// installation's name alone, each later one the year in which it was opened.
///
/// ```
/// origin = installation *1( "/" year )        year = four digits
/// ```
///
/// A name is never taken apart: what comes before the year is said where the log begins.
///
/// @param installation the name of the first log
/// @param year empty for the first log
public record LogName(String installation, OptionalInt year) {
    /// Years before were before all this.
    public static final int MIN_YEAR = 2000;

    public static final int MAX_YEAR = 9999;

    public LogName {
        Objects.requireNonNull(installation, "installation");
        if (year.isPresent() && (year.getAsInt() < MIN_YEAR || year.getAsInt() > MAX_YEAR)) {
            throw new IllegalArgumentException("a log is named by a year of four digits");
        }
    }

    /// The name of the first log.
    public static LogName first(String installation) {
        return new LogName(installation, OptionalInt.empty());
    }

    /// The name of the log of another year.
    public LogName in(int other) {
        return new LogName(installation, OptionalInt.of(other));
    }

    /// The first line of the log's checkpoints.
    public String origin() {
        return year.isPresent() ? installation + "/" + year.getAsInt() : installation;
    }

    /// Whether a log of that name may be one of the installation's.
    public static boolean isOf(String installation, String origin) {
        return origin.equals(installation)
                || (origin.startsWith(installation + "/")
                        && isYear(origin.substring(installation.length() + 1)));
    }

    /// Four digits, as a log's name and its place bear them.
    public static boolean isYear(String text) {
        return text.length() == 4
                && text.chars().allMatch(digit -> '0' <= digit && digit <= '9')
                && Integer.parseInt(text) >= MIN_YEAR;
    }

    @Override
    public String toString() {
        return origin();
    }
}
