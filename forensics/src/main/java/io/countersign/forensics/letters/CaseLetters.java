package io.countersign.forensics.letters;

import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.Clock;
import io.countersign.forensics.cases.Disclosure;
import io.countersign.forensics.cases.Individuals;
import io.countersign.forensics.cases.Outcome;
import io.countersign.forensics.report.Letter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The letters of a case: its values in words, and whether a letter is still a draft.
public final class CaseLetters {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("MMMM d, uuuu", Locale.US);

    /// From how many individuals on HHS wants to know at once.
    private static final int HHS_AT_ONCE = 500;

    /// Words for what is found most; others are their type's name.
    private static final Map<String, String> KINDS =
            Map.ofEntries(
                    Map.entry("MRN", "medical record number"),
                    Map.entry("NAME", "name"),
                    Map.entry("DOB", "date of birth"),
                    Map.entry("DATE", "dates of care"),
                    Map.entry("AGE", "age"),
                    Map.entry("DIAGNOSIS", "diagnosis"),
                    Map.entry("DRUG", "medication"),
                    Map.entry("LAB", "laboratory results"),
                    Map.entry("PROCEDURE", "procedures"),
                    Map.entry("SSN", "Social Security number"),
                    Map.entry("PHONE", "telephone number"),
                    Map.entry("EMAIL", "e-mail address"),
                    Map.entry("ADDRESS", "home address"),
                    Map.entry("ZIP", "ZIP code"),
                    Map.entry("HEALTH_PLAN_ID", "health plan number"),
                    Map.entry("MEDICARE_ID", "Medicare number"),
                    Map.entry("ACCOUNT_NUMBER", "account number"));

    private final CaseView view;
    private final Individuals individuals;
    private final List<Clock> clocks;
    private final ZoneId zone;
    private final LocalDate today;

    /// @param zone in which days are counted
    public CaseLetters(
            CaseView view,
            Individuals individuals,
            List<Clock> clocks,
            ZoneId zone,
            LocalDate today) {
        this.view = view;
        this.individuals = individuals;
        this.clocks = List.copyOf(clocks);
        this.zone = zone;
        this.today = today;
    }

    /// What the case says of some disclosures: all that left, or those about one patient.
    public LetterValues values(Collection<Disclosure> disclosures) {
        LetterValues values =
                new LetterValues()
                        .with(LetterField.TODAY, DAY.format(today))
                        .with(LetterField.CASE, view.id())
                        .with(LetterField.DISCOVERED, day(view.discovery().at()))
                        .with(LetterField.EVENTS, Integer.toString(disclosures.size()))
                        .with(LetterField.AT_LEAST, Integer.toString(individuals.atLeast()))
                        .with(LetterField.AT_MOST, Integer.toString(individuals.atMost()))
                        .with(LetterField.UNSEEN, Integer.toString(individuals.unseen()))
                        .with(
                                LetterField.HHS_SIZE,
                                individuals.atMost() < HHS_AT_ONCE ? "UNDER_500" : "500_OR_MORE")
                        .with(
                                LetterField.DECISION,
                                view.decision()
                                        .flatMap(step -> step.outcome())
                                        .map(Enum::name)
                                        .orElse("not decided"))
                        .with(LetterField.RECIPIENTS, joined(recipients(disclosures)))
                        .with(LetterField.KINDS, joined(kinds(disclosures)))
                        .with(LetterField.NOTICE_BY, noticeBy());
        if (disclosures.isEmpty()) {
            return values;
        }
        String first =
                day(
                        disclosures.stream()
                                .map(Disclosure::happenedAt)
                                .min(Instant::compareTo)
                                .orElseThrow());
        String last =
                day(
                        disclosures.stream()
                                .map(Disclosure::happenedAt)
                                .max(Instant::compareTo)
                                .orElseThrow());
        return values.with(LetterField.BREACH_FIRST, first)
                .with(LetterField.BREACH_LAST, last)
                .with(
                        LetterField.BREACH_DATES,
                        first.equals(last) ? "on " + first : "between " + first + " and " + last);
    }

    /// Of a notice to the media of a state.
    public LetterValues ofState(String state) {
        Integer residents = individuals.byState().get(state);
        LetterValues values = new LetterValues().with(LetterField.STATE, state);
        return residents == null
                ? values
                : values.with(LetterField.STATE_COUNT, Integer.toString(residents));
    }

    /// Of a question to somebody who sent what nobody saw.
    public LetterValues ofQuestion(String person, LocalDate until) {
        List<Disclosure> own = unseenOf(person);
        return values(own)
                .with(LetterField.ASKED, person)
                .with(LetterField.ASKED_UNTIL, DAY.format(until))
                .with(LetterField.ASKED_ABOUT, Integer.toString(own.size()));
    }

    /// What left, and nobody saw all of.
    public List<Disclosure> unseenOf(String person) {
        return view.disclosures().stream()
                .filter(one -> one.isUncovered() && one.isUnseen())
                .filter(one -> one.who().filter(person::equals).isPresent())
                .toList();
    }

    /// A letter of the case.
    ///
    /// @param title for readers of files
    public Letter letter(
            LetterKind kind, LetterTemplate template, LetterValues values, String title) {
        boolean signed =
                view.proposal().isEmpty()
                        && view.decision()
                                .flatMap(step -> step.outcome())
                                .filter(Outcome.BREACH::equals)
                                .isPresent();
        List<String> open = template.open(values).stream().map(LetterField::word).toList();
        boolean draft = (kind.followsDecision() && !signed) || !open.isEmpty();
        return new Letter(title, draft, open, template.fill(values));
    }

    private String noticeBy() {
        return clocks.stream()
                .filter(clock -> clock.recipient() == Clock.Recipient.INDIVIDUALS)
                .flatMap(clock -> clock.lastDay().stream())
                .map(DAY::format)
                .findFirst()
                .orElse("");
    }

    private String day(Instant time) {
        return DAY.format(time.atZone(zone));
    }

    private static NavigableSet<String> recipients(Collection<Disclosure> disclosures) {
        return disclosures.stream()
                .map(Disclosure::recipient)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static NavigableSet<String> kinds(Collection<Disclosure> disclosures) {
        return disclosures.stream()
                .flatMap(one -> one.elements().stream())
                .map(element ->
                        KINDS.getOrDefault(
                                element.type(),
                                element.type().toLowerCase(Locale.ROOT).replace('_', ' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String joined(NavigableSet<String> words) {
        if (words.size() < 2) {
            return String.join("", words);
        }
        return String.join(", ", words.headSet(words.last())) + " and " + words.last();
    }
}
