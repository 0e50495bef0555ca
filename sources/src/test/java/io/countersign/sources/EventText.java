package io.countersign.sources;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The golden form of a parse result: one `field: value` a line, absent fields left out.
final class EventText {
    private EventText() {}

    static String of(Parsed parsed) {
        return switch (parsed) {
            case Parsed.Rejected rejected ->
                    "rejected: " + rejected.code() + " (" + rejected.explanation() + ")\n";
            case Parsed.Accepted accepted -> of(accepted.event());
        };
    }

    private static String of(Event event) {
        StringBuilder text = new StringBuilder();
        fields(event)
                .forEach(
                        (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        event.accountHints()
                .forEach(hint ->
                        text.append("hint: ")
                                .append(hint.kind())
                                .append(' ')
                                .append(hint.value())
                                .append('\n'));
        event.sourceFindings()
                .forEach(finding ->
                        text.append("finding: ")
                                .append(finding.engine())
                                .append(" / ")
                                .append(finding.dictionary())
                                .append(" x ")
                                .append(finding.hits())
                                .append('\n'));
        event.contents()
                .forEach(content ->
                        text.append("content: ")
                                .append(content.role())
                                .append(' ')
                                .append(content.path())
                                .append(" = ")
                                .append(escaped(new String(content.utf8(), StandardCharsets.UTF_8)))
                                .append('\n'));
        return text.toString();
    }

    /// The single-valued fields that the event has, by the name of their accessor.
    static Map<String, String> fields(Event event) {
        Map<String, String> fields = new LinkedHashMap<>();
        event.time().ifPresent(time -> fields.put("time", time + " " + event.timeBasis()));
        put(fields, "elapsedMillis", event.elapsedMillis());
        event.user().ifPresent(user -> fields.put("user", user));
        if (event.identityBasis() != Event.IdentityBasis.NONE) {
            fields.put("identityBasis", event.identityBasis().name());
        }
        put(fields, "device", event.device());
        put(fields, "sourceIp", event.sourceIp());
        put(fields, "destinationHost", event.destinationHost());
        put(fields, "path", event.path());
        put(fields, "method", event.method());
        OptionalInt status = event.status();
        if (status.isPresent()) {
            fields.put("status", Integer.toString(status.getAsInt()));
        }
        put(fields, "bytesUp", event.bytesUp());
        put(fields, "bytesDown", event.bytesDown());
        if (event.action() != Event.Action.OTHER) {
            fields.put("action", event.action().name());
        }
        put(fields, "userAgent", event.userAgent());
        put(fields, "contentType", event.contentType());
        put(fields, "application", event.application());
        put(fields, "model", event.model());
        put(fields, "inputTokens", event.inputTokens());
        put(fields, "outputTokens", event.outputTokens());
        put(fields, "accountId", event.accountId());
        put(fields, "transactionId", event.transactionId());
        if (event.contentGap() != Event.ContentGap.NONE) {
            fields.put("contentGap", event.contentGap().name());
        }
        event.notAUse().ifPresent(reason -> fields.put("notAUse", reason.name()));
        return fields;
    }

    private static void put(Map<String, String> fields, String name, Optional<String> value) {
        value.ifPresent(text -> fields.put(name, escaped(text)));
    }

    private static void put(Map<String, String> fields, String name, OptionalLong value) {
        if (value.isPresent()) {
            fields.put(name, Long.toString(value.getAsLong()));
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }
}
