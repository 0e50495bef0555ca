package io.countersign.forensics.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.forensics.cases.Disclosure.Element;
import io.countersign.forensics.cases.Disclosure.SubjectToken;
import io.countersign.forensics.query.Answer;
import io.countersign.forensics.query.AnswerRows;
import io.countersign.forensics.query.ArchiveTable;
import io.countersign.forensics.query.Preset;
import io.countersign.forensics.query.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a case asks the archive: its events as they are judged now, and the alerts about them.
public final class CaseQuestions {
    private static final String NAMED = " IN (SELECT unnest(string_split(?::VARCHAR, ' ')))";

    private CaseQuestions() {}

    /// The events of some places, by `chain:seq`.
    public static Preset.Asked events(Collection<String> names) {
        return asked(
                "SELECT chain, seq, leaf_hash, happened_at, coalesce(person, user_name) AS who, department,"
                        + " coalesce(service, vendor) AS recipient, account, activity, action, status,"
                        + " inspected, phi, coverage, baa, coverage_reasons, findings, subjects, hints,"
                        + " amended FROM events_now WHERE chain || ':' || seq"
                        + NAMED
                        + " ORDER BY happened_at, chain, seq",
                names);
    }

    /// The alerts whose causes are among them, the earliest first.
    public static Preset.Asked alerts(Collection<String> names) {
        return asked(
                "SELECT DISTINCT chained_at, alert_id, alert_class, severity, chain, seq, leaf_hash FROM"
                        + " (SELECT *, unnest(causes) AS c FROM alerts) WHERE c.chain || ':' || c.seq"
                        + NAMED
                        + " ORDER BY chained_at, chain, seq",
                names);
    }

    /// The entries that say what became known later about them.
    public static Preset.Asked amendments(Collection<String> names) {
        return asked(
                "SELECT chain, seq, leaf_hash FROM amendments WHERE amends_chain || ':' || amends_seq"
                        + NAMED
                        + " ORDER BY chain, seq",
                names);
    }

    private static Preset.Asked asked(String sql, Collection<String> names) {
        return new Preset.Asked(
                sql, List.of(String.join(" ", names)), Selection.all(ArchiveTable.ENTRIES));
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
