package io.countersign.forensics.cases;

import io.countersign.forensics.cases.Clock.Due;
import io.countersign.forensics.cases.Clock.Recipient;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The notices of a breach of unsecured PHI and their last days, 45 CFR 164.404 to 164.412 and the
/// rows of `policy/clocks.yaml`. Days are calendar days in the hospital's time zone, counted from
/// the day after discovery; each is the outer bound of "without unreasonable delay".
///
/// Both thresholds are of 500 and differ: the media are told where *more than* 500 residents of one
/// State or jurisdiction are affected (164.406), HHS at once where *500 or more* individuals are in
/// total (164.408(b)), else within 60 days after the end of the year of discovery (164.408(c)).
public final class Clocks {
    private static final int NOTICE_DAYS = 60;

    /// From this number of individuals on HHS is told at once.
    public static final int HHS_AT_ONCE = 500;

    private static final int MEDIA_ABOVE = 500;

    private Clocks() {}

    /// A stay of notices that a law-enforcement official asked for (164.412).
    ///
    /// @param until the last day of it
    public record Delay(LocalDate until) {}

    /// The last day on which affected individuals are told, where nobody asked to wait (164.404).
    public static LocalDate individualsBy(LocalDate discovered) {
        return discovered.plusDays(NOTICE_DAYS);
    }

    /// All clocks of a case, the federal ones first.
    ///
    /// @param zone in which days begin
    /// @param rules of states
    /// @param delay empty: nobody asked to wait
    public static List<Clock> of(
            Discovery discovery,
            Individuals individuals,
            ZoneId zone,
            List<StateRule> rules,
            Optional<Delay> delay) {
        LocalDate discovered = discovery.at().atZone(zone).toLocalDate();
        LocalDate sixty = stayed(individualsBy(discovered), delay);
        List<Clock> clocks = new ArrayList<>();
        clocks.add(individuals(individuals, sixty));
        clocks.addAll(media(individuals, sixty));
        clocks.add(hhs(individuals, discovered, sixty, delay));
        clocks.addAll(states(individuals, discovered, rules, delay));
        return List.copyOf(clocks);
    }

    private static Clock individuals(Individuals individuals, LocalDate day) {
        return new Clock(
                Recipient.INDIVIDUALS,
                "",
                dueToAnybody(individuals),
                Optional.of(day),
                "45 CFR 164.404",
                "each affected individual, in writing: " + range(individuals),
                unseen(individuals));
    }

    private static List<Clock> media(Individuals individuals, LocalDate day) {
        List<Clock> clocks = new ArrayList<>();
        for (String state : individuals.statesAbove(MEDIA_ABOVE)) {
            clocks.add(
                    media(
                            state,
                            Due.YES,
                            day,
                            individuals.byState().get(state)
                                    + " residents of "
                                    + state
                                    + ", more than 500",
                            ""));
        }
        int without = individuals.withoutState();
        if (clocks.isEmpty()) {
            int most =
                    individuals.byState().values().stream()
                            .mapToInt(Integer::intValue)
                            .max()
                            .orElse(0);
            boolean may = most + without > MEDIA_ABOVE;
            clocks.add(
                    media(
                            "",
                            may || individuals.unseen() > 0 ? Due.DEPENDS : Due.NO,
                            day,
                            may
                                    ? without
                                            + " have no known state: more than 500 may live in one"
                                    : "no state has more than 500 residents among them",
                            unseen(individuals)));
        }
        return clocks;
    }

    private static Clock media(String state, Due due, LocalDate day, String reason, String doubt) {
        return new Clock(
                Recipient.MEDIA, state, due, Optional.of(day), "45 CFR 164.406", reason, doubt);
    }

    private static Clock hhs(
            Individuals individuals, LocalDate discovered, LocalDate sixty, Optional<Delay> delay) {
        LocalDate yearly =
                stayed(LocalDate.of(discovered.getYear(), 12, 31).plusDays(NOTICE_DAYS), delay);
        if (individuals.atMost() >= HHS_AT_ONCE) {
            boolean certain = individuals.atLeast() >= HHS_AT_ONCE;
            return new Clock(
                    Recipient.HHS,
                    "",
                    certain ? Due.YES : Due.DEPENDS,
                    Optional.of(sixty),
                    "45 CFR 164.408(b)",
                    "500 or more individuals in total"
                            + (certain ? ": " : " if each token is somebody else: ")
                            + range(individuals),
                    certain ? "" : "with fewer than 500 it is due by " + yearly);
        }
        return new Clock(
                Recipient.HHS,
                "",
                dueToAnybody(individuals),
                Optional.of(yearly),
                "45 CFR 164.408(c)",
                "fewer than 500 individuals in total: within 60 days after the end of the year of"
                        + " discovery",
                unseen(individuals));
    }

    /// Whether anybody at all is affected.
    private static Due dueToAnybody(Individuals individuals) {
        if (individuals.atLeast() > 0) {
            return Due.YES;
        }
        return individuals.atMost() > 0 || individuals.unseen() > 0 ? Due.DEPENDS : Due.NO;
    }

    private static List<Clock> states(
            Individuals individuals,
            LocalDate discovered,
            List<StateRule> rules,
            Optional<Delay> delay) {
        List<Clock> clocks = new ArrayList<>();
        new TreeMap<>(individuals.byState())
                .forEach((state, residents) -> {
                    List<StateRule> own =
                            rules.stream().filter(rule -> rule.state().equals(state)).toList();
                    if (own.isEmpty()) {
                        clocks.add(
                                new Clock(
                                        Recipient.STATE,
                                        state,
                                        Due.UNKNOWN,
                                        Optional.empty(),
                                        "none in policy/clocks.yaml",
                                        residents
                                                + (residents == 1
                                                        ? " resident of "
                                                        : " residents of ")
                                                + state,
                                        "read the law of " + state + ", and add a row"));
                    }
                    own.forEach(rule ->
                            clocks.add(
                                    state(
                                            rule,
                                            residents,
                                            individuals.withoutState(),
                                            discovered,
                                            delay)));
                });
        if (individuals.withoutState() > 0) {
            clocks.add(
                    new Clock(
                            Recipient.STATE,
                            "",
                            Due.UNKNOWN,
                            Optional.empty(),
                            "none",
                            individuals.withoutState() + " individuals have no known state",
                            "find their states: a state's own clock may run"));
        }
        return clocks;
    }

    private static Clock state(
            StateRule rule,
            int residents,
            int withoutState,
            LocalDate discovered,
            Optional<Delay> delay) {
        Due due =
                residents >= rule.minimumResidents()
                        ? Due.YES
                        : residents + withoutState >= rule.minimumResidents()
                                ? Due.DEPENDS
                                : Due.NO;
        LocalDate day =
                rule.businessDays()
                        ? afterBusinessDays(discovered, rule.days())
                        : discovered.plusDays(rule.days());
        return new Clock(
                Recipient.STATE,
                rule.state(),
                due,
                Optional.of(stayed(day, delay)),
                rule.source(),
                residents
                        + (residents == 1 ? " resident of " : " residents of ")
                        + rule.state()
                        + ", notice to "
                        + rule.recipient(),
                rule.verifiedAt()
                        .map(at -> "checked against the law on " + at)
                        .orElse("nobody has checked this row against the law"));
    }

    /// Without holidays: they would only make the day later.
    private static LocalDate afterBusinessDays(LocalDate from, int days) {
        LocalDate day = from;
        int left = days;
        while (left > 0) {
            day = day.plusDays(1);
            DayOfWeek weekday = day.getDayOfWeek();
            if (weekday != DayOfWeek.SATURDAY && weekday != DayOfWeek.SUNDAY) {
                left--;
            }
        }
        return day;
    }

    private static LocalDate stayed(LocalDate day, Optional<Delay> delay) {
        return delay.map(Delay::until).filter(until -> until.isAfter(day)).orElse(day);
    }

    private static String range(Individuals individuals) {
        return individuals.atLeast() == individuals.atMost()
                ? individuals.atMost()
                        + (individuals.atMost() == 1 ? " individual" : " individuals")
                : individuals.atLeast() + " at least, " + individuals.atMost() + " at most";
    }

    private static String unseen(Individuals individuals) {
        return individuals.unseen() == 0
                ? ""
                : individuals.unseen()
                        + " disclosures were not seen in full: ask the persons who sent them";
    }
}
