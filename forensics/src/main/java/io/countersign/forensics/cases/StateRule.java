package io.countersign.forensics.cases;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/// A state's own clock, a row of `policy/clocks.yaml`. States differ, change, and are law that this
/// program has not read: a row says where it is from and who has checked it when.
///
/// @param state two letters
/// @param id of the row
/// @param recipient whom the notice goes to, such as `individuals` or `attorney-general`
/// @param days until it has to be given, from discovery
/// @param businessDays true where Saturdays and Sundays do not count; holidays do, so that the day
///   shown is never too late
/// @param minimumResidents fewer residents ask for no such notice
/// @param source of the rule, as the row's author states it
/// @param verifiedAt empty: nobody has checked it against the law
public record StateRule(
        String state,
        String id,
        String recipient,
        int days,
        boolean businessDays,
        int minimumResidents,
        String source,
        Optional<LocalDate> verifiedAt) {
    public static final int MAX_DAYS = 366;

    public StateRule {
        Objects.requireNonNull(id, "id");
        if (days < 1 || days > MAX_DAYS || minimumResidents < 1) {
            throw new IllegalArgumentException(days + " days, " + minimumResidents + " residents");
        }
    }
}
