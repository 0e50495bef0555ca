package io.countersign.detectors.destination;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When what a policy says is too old to be relied on: a catalogue whose vendors may have changed
/// their terms, a row that nobody compared with its contract for long. It changes no verdict.
public final class Freshness {
    /// A catalogue is good for so long.
    public static final Duration CATALOGUE_AGE = Duration.ofDays(45);

    /// Somebody compares a row with its contract at least so often.
    public static final Duration ROW_AGE = Duration.ofDays(90);

    /// How [#details] begin.
    public static final String KEY = "stale=";

    private static final Pattern DAY =
            Pattern.compile(".{0,40}?(\\d{4}-\\d{2}-\\d{2})(\\.\\d{1,6})?");

    private Freshness() {}

    /// The day that a catalogue's version names; empty where it names none.
    public static Optional<LocalDate> dayOf(String catalogueVersion) {
        Matcher matcher = DAY.matcher(catalogueVersion);
        try {
            return matcher.matches()
                    ? Optional.of(LocalDate.parse(matcher.group(1)))
                    : Optional.empty();
        } catch (DateTimeException _noDay) {
            return Optional.empty();
        }
    }

    public static boolean isCatalogueOld(LocalDate facts, Instant time) {
        return facts.atStartOfDay(ZoneOffset.UTC).toInstant().isBefore(time.minus(CATALOGUE_AGE));
    }

    /// @param verifiedAt empty: nobody ever compared the row
    public static boolean isRowOld(Optional<Instant> verifiedAt, Instant time) {
        return verifiedAt.map(at -> at.isBefore(time.minus(ROW_AGE))).orElse(true);
    }

    /// What of the policy that decided was too old at the time, as details of a coverage.
    static List<String> details(Policy policy, Coverage coverage, Instant time) {
        List<String> details = new ArrayList<>(2);
        policy.catalogueDay()
                .filter(facts -> isCatalogueOld(facts, time))
                .ifPresent(facts ->
                        details.add(
                                KEY
                                        + "the catalogue is of "
                                        + facts
                                        + ", more than "
                                        + CATALOGUE_AGE.toDays()
                                        + " days before"));
        for (Agreement row : policy.register().agreements()) {
            if (coverage.baaRow().equals(Optional.of(row.id()))
                    && row.signed().isPresent()
                    && isRowOld(row.verifiedAt(), time)) {
                details.add(
                        KEY
                                + "row "
                                + row.id()
                                + row.verifiedAt()
                                        .map(at ->
                                                " was compared with its contract on "
                                                        + at.atOffset(ZoneOffset.UTC).toLocalDate()
                                                        + " last, more than "
                                                        + ROW_AGE.toDays()
                                                        + " days before")
                                        .orElse(" was never compared with its contract"));
            }
        }
        return details;
    }
}
