package io.countersign.sinks.siem.webhook;

import io.countersign.schemas.Alert;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.SeverityPoints;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.EntrySeverity;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a template may name. Subject tokens are not among it.
enum AlertField {
    EVENT_ID("event.id"),
    TIME("time"),
    ALERT_CLASS("alert.class"),
    SEVERITY("alert.severity"),
    NOTICE("alert.notice"),
    GROUP("alert.group"),
    NUMBER("alert.number"),
    ABOUT("alert.about"),
    SENTENCE("alert.sentence"),
    NEXT_STEP("alert.next-step"),
    POINTS("alert.points"),
    KIND("entry.kind"),
    DISPOSITION("event.disposition"),
    REASONS("event.reasons"),
    USER("event.user"),
    PRODUCT("event.product"),
    COVERAGE("event.coverage"),
    CHAIN("log.chain"),
    SEQ("log.seq"),
    LEAF_HASH("log.leaf-hash"),
    SHORTENED("shortened");

    private final String word;

    AlertField(String word) {
        this.word = word;
    }

    /// As a template writes it.
    String word() {
        return word;
    }

    /// @throws IllegalArgumentException listing those that there are
    static AlertField named(String word) {
        return Arrays.stream(values())
                .filter(field -> field.word.equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "{{"
                                        + word
                                        + "}} is no field; there are key, "
                                        + Arrays.stream(values())
                                                .map(AlertField::word)
                                                .collect(Collectors.joining(", "))));
    }

    /// The values of one alert.
    ///
    /// @param otherwise what stands for a field without a value
    record Values(Map<AlertField, String> values, String otherwise) {
        Values {
            values = Map.copyOf(values);
        }

        String of(AlertField field) {
            return values.getOrDefault(field, otherwise);
        }

        /// Redacted.
        @Override
        public String toString() {
            return "Values";
        }

        static Values of(Decoded.Known decoded, boolean shortened) {
            Map<AlertField, String> values = new EnumMap<>(AlertField.class);
            values.put(EVENT_ID, decoded.eventId());
            values.put(TIME, Instant.ofEpochMilli(decoded.timeMillis()).toString());
            values.put(CHAIN, decoded.position().chain());
            values.put(SEQ, Long.toString(decoded.position().seq()));
            values.put(LEAF_HASH, decoded.position().leafHash());
            values.put(SHORTENED, Boolean.toString(shortened));
            switch (decoded) {
                case Decoded.Raised raised -> alert(raised.alert(), values);
                case Decoded.Entry entry -> entry(entry.entry(), values);
            }
            return new Values(values, "");
        }

        private static void alert(Alert alert, Map<AlertField, String> values) {
            values.put(KIND, "ALERT");
            values.put(ALERT_CLASS, alert.getAlertClass());
            values.put(SEVERITY, alert.getSeverity().name());
            values.put(NOTICE, alert.getNotice().name());
            values.put(GROUP, alert.getGroup().isEmpty() ? alert.getId() : alert.getGroup());
            values.put(NUMBER, Integer.toString(alert.getNumber()));
            values.put(ABOUT, alert.getAbout());
            values.put(SENTENCE, alert.getSentence());
            values.put(NEXT_STEP, alert.getNextStep());
            values.put(
                    POINTS,
                    Integer.toString(
                            alert.getPoints().stream().mapToInt(SeverityPoints::getPoints).sum()));
            event(alert.getEvent(), values);
        }

        private static void entry(AuditEntry entry, Map<AlertField, String> values) {
            values.put(KIND, entry.getKind().name());
            values.put(SEVERITY, EntrySeverity.of(entry).name());
            Optional<EventEntry> event =
                    entry.getEvent()
                            .or(() ->
                                    entry.getAmendment().map(amendment -> amendment.getRevised()));
            event.ifPresent(judged -> event(judged, values));
        }

        private static void event(EventEntry event, Map<AlertField, String> values) {
            values.put(DISPOSITION, event.getDisposition().name());
            values.put(REASONS, String.join(", ", event.getReasons()));
            event.getUser().ifPresent(user -> values.put(USER, user));
            values.put(PRODUCT, event.getDestination().getProduct());
            values.put(COVERAGE, event.getCoverage().getState().name());
        }
    }
}
