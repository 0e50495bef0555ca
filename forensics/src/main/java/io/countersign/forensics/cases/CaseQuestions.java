package io.countersign.forensics.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.forensics.cases.Disclosure.Element;
import io.countersign.forensics.cases.Disclosure.MoreSubjects;
import io.countersign.forensics.cases.Disclosure.SubjectToken;
import io.countersign.forensics.query.Answer;
import io.countersign.forensics.query.AnswerRows;
import io.countersign.forensics.query.ArchiveTable;
import io.countersign.forensics.query.Preset;
import io.countersign.forensics.query.Selection;
import io.countersign.forensics.query.Selection.Among;
import io.countersign.forensics.query.Selection.Among.Column;
import io.countersign.forensics.query.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a case asks the archive: its events as they are judged now, and the alerts about them.
///
/// A case names its events by chain and number, and the wide table is cut by months: so it is asked
/// first when they happened ([#times]), of a few columns, and then for the rows themselves, of
/// those months alone. What amends an event has the event's time.
public final class CaseQuestions {
    private static final String NAMED = " IN (SELECT unnest(string_split(?::VARCHAR, ' ')))";
    private static final String AT =
            " happened_at IN (SELECT unnest(string_split(?::VARCHAR, ' '))::TIMESTAMPTZ) AND ";

    /// More do not leave out more files.
    private static final int MAX_STRETCHES = 200;

    /// An alert is chained after what it is about; by so much the clocks of brokers may differ.
    private static final Duration SKEW = Duration.ofDays(1);

    private CaseQuestions() {}

    /// Some places, and when their events happened.
    ///
    /// @param names `chain:seq` of each
    /// @param happened of those that the archive has, each time once
    /// @param firstChained when the first of them was chained; empty where the archive has none
    public record Times(
            List<String> names, SortedSet<Instant> happened, Optional<Instant> firstChained) {
        public Times {
            names = List.copyOf(names);
            happened = Collections.unmodifiableSortedSet(new TreeSet<>(happened));
        }

        /// The rows of [CaseQuestions#times].
        public static Times of(Collection<String> names, Answer answer) {
            TreeSet<Instant> happened = new TreeSet<>();
            TreeSet<Instant> chained = new TreeSet<>();
            AnswerRows rows = new AnswerRows(answer);
            while (rows.next()) {
                happened.add(Instant.parse(rows.text("happened_at")));
                rows.optional("chained_at").map(Instant::parse).ifPresent(chained::add);
            }
            return new Times(
                    List.copyOf(names),
                    happened,
                    chained.isEmpty() ? Optional.empty() : Optional.of(chained.getFirst()));
        }

        private Selection selection() {
            return Selection.among(
                    ArchiveTable.ENTRIES,
                    new Among(
                            Column.HAPPENED_AT,
                            Stretch.covering(
                                    happened.stream().map(Times::micros).toList(), MAX_STRETCHES)));
        }

        private static long micros(Instant time) {
            return ChronoUnit.MICROS.between(Instant.EPOCH, time);
        }

        private List<String> values() {
            return List.of(
                    happened.stream().map(Instant::toString).collect(Collectors.joining(" ")),
                    String.join(" ", names));
        }

        @Override
        public String toString() {
            return "Times[" + names.size() + " places]";
        }
    }

    /// When some events happened, and were chained.
    ///
    /// @param names `chain:seq` of each
    public static Preset.Asked times(Collection<String> names) {
        List<Stretch> numbers =
                Stretch.covering(
                        names.stream()
                                .map(name ->
                                        Long.valueOf(name.substring(name.lastIndexOf(':') + 1)))
                                .toList(),
                        MAX_STRETCHES);
        long from = numbers.isEmpty() ? 0 : numbers.getFirst().from();
        long to = numbers.isEmpty() ? 0 : numbers.getLast().to();
        return new Preset.Asked(
                "SELECT happened_at, min(chained_at) AS chained_at FROM events WHERE seq"
                        + " BETWEEN ?::BIGINT AND ?::BIGINT AND chain || ':' || seq"
                        + NAMED
                        + " GROUP BY happened_at",
                List.of(Long.toString(from), Long.toString(to), String.join(" ", names)),
                Selection.among(ArchiveTable.ENTRIES, new Among(Column.SEQ, numbers)));
    }

    /// The events, as they are judged now.
    public static Preset.Asked events(Times times) {
        return new Preset.Asked(
                "SELECT chain, seq, leaf_hash, happened_at, coalesce(person, user_name) AS who, department,"
                        + " coalesce(service, vendor) AS recipient, account, activity, action, status,"
                        + " inspected, phi, coverage, baa, coverage_reasons, findings, subjects, more_patients, more_identifiers,"
                        + " hints, amended FROM events_now WHERE"
                        + AT
                        + "chain || ':' || seq"
                        + NAMED
                        + " ORDER BY happened_at, chain, seq",
                times.values(),
                times.selection());
    }

    /// The alerts whose causes are among them, the earliest first.
    public static Preset.Asked alerts(Times times) {
        return new Preset.Asked(
                "SELECT DISTINCT chained_at, alert_id, alert_class, severity, chain, seq, leaf_hash FROM"
                        + " (SELECT *, unnest(causes) AS c FROM alerts) WHERE c.chain || ':' || c.seq"
                        + NAMED
                        + " ORDER BY chained_at, chain, seq",
                List.of(String.join(" ", times.names())),
                new Selection(
                        ArchiveTable.ENTRIES,
                        List.of(),
                        times.firstChained().map(first -> first.minus(SKEW)),
                        Optional.empty()));
    }

    /// The entries that say what became known later about them.
    public static Preset.Asked amendments(Times times) {
        return new Preset.Asked(
                "SELECT chain, seq, leaf_hash FROM amendments WHERE"
                        + AT
                        + "amends_chain || ':' || amends_seq"
                        + NAMED
                        + " ORDER BY chain, seq",
                times.values(),
                times.selection());
    }

    /// The entries by which some chains began to use a policy.
    public static Preset.Asked policies(Collection<String> chains) {
        return new Preset.Asked(
                "SELECT chain, seq, leaf_hash FROM entries WHERE kind = 'POLICY' AND chain"
                        + NAMED
                        + " ORDER BY chain, seq",
                List.of(String.join(" ", chains)),
                Selection.all(ArchiveTable.ENTRIES));
    }

    /// The rows of [#policies].
    public static List<Place> policies(Answer answer) {
        List<Place> places = new ArrayList<>();
        AnswerRows rows = new AnswerRows(answer);
        while (rows.next()) {
            places.add(place(rows));
        }
        return places;
    }

    /// @param chainedAt when it was raised
    public record Alert(
            Instant chainedAt, String id, String alertClass, String severity, Place place) {}

    /// The rows of [#events].
    public static List<Disclosure> disclosures(Answer answer) {
        List<Disclosure> disclosures = new ArrayList<>();
        AnswerRows rows = new AnswerRows(answer);
        while (rows.next()) {
            disclosures.add(
                    new Disclosure(
                            place(rows),
                            Instant.parse(rows.text("happened_at")),
                            rows.optional("who"),
                            rows.optional("department"),
                            rows.optional("recipient").orElse("unknown"),
                            rows.optional("account").orElse("UNKNOWN"),
                            rows.text("activity"),
                            rows.optional("action"),
                            rows.value("status").isNumber()
                                    ? Optional.of(rows.value("status").asInt())
                                    : Optional.empty(),
                            rows.text("inspected"),
                            rows.value("phi").isBoolean()
                                    ? Optional.of(rows.value("phi").asBoolean())
                                    : Optional.empty(),
                            rows.text("coverage"),
                            rows.optional("baa"),
                            texts(rows.value("coverage_reasons")),
                            elements(rows.value("findings")),
                            subjects(rows.value("subjects")),
                            new MoreSubjects(
                                    rows.value("more_patients").asInt(),
                                    rows.value("more_identifiers").asInt()),
                            texts(rows.value("hints")),
                            rows.value("amended").asBoolean()));
        }
        return disclosures;
    }

    /// The rows of [#alerts].
    public static List<Alert> alerts(Answer answer) {
        List<Alert> alerts = new ArrayList<>();
        AnswerRows rows = new AnswerRows(answer);
        while (rows.next()) {
            alerts.add(
                    new Alert(
                            Instant.parse(rows.text("chained_at")),
                            rows.text("alert_id"),
                            rows.text("alert_class"),
                            rows.text("severity"),
                            place(rows)));
        }
        return alerts;
    }

    /// The events that an answer names, whatever else its columns are: it needs `chain`, `seq` and
    /// `leaf_hash`, and rows of a `kind` other than EVENT are left out.
    ///
    /// @throws IllegalArgumentException where it lacks one of the three
    public static List<Place> places(Answer answer) {
        AnswerRows rows = new AnswerRows(answer);
        if (!rows.has("chain") || !rows.has("seq") || !rows.has("leaf_hash")) {
            throw new IllegalArgumentException(
                    "an answer that names events has the columns chain, seq and leaf_hash");
        }
        List<Place> places = new ArrayList<>();
        while (rows.next()) {
            if (!rows.has("kind") || rows.text("kind").equals("EVENT")) {
                places.add(place(rows));
            }
        }
        return places.stream().distinct().sorted().collect(Collectors.toList());
    }

    private static List<Element> elements(JsonNode findings) {
        List<Element> elements = new ArrayList<>();
        for (JsonNode finding : findings) {
            elements.add(
                    new Element(
                            finding.path("type").asText(),
                            finding.path("count").asInt(),
                            texts(finding.path("sensitivities"))));
        }
        return elements;
    }

    private static List<SubjectToken> subjects(JsonNode subjects) {
        List<SubjectToken> tokens = new ArrayList<>();
        for (JsonNode subject : subjects) {
            tokens.add(
                    new SubjectToken(
                            subject.path("type").asText(),
                            subject.path("token").asText().toLowerCase(Locale.ROOT),
                            subject.path("in_index").asBoolean()));
        }
        return tokens;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Place place(AnswerRows rows) {
        return new Place(rows.text("chain"), rows.number("seq"), rows.text("leaf_hash"));
    }
}
