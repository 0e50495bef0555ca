package io.countersign.app.source;

import io.countersign.sources.Event;
import io.countersign.sources.InputFormat;
import io.countersign.sources.InputFormats;
import io.countersign.sources.Parsed;
import io.countersign.topology.steps.Intake;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// One record as the product reads it: each field with its value, and what is missing with what
/// that costs. Texts of content are not shown, only how much of them there is.
///
/// @param format that it was read as; empty where no format fits
/// @param rejection why it is no event; empty where it is one
/// @param fields those that the record gives
/// @param missing those that it does not give, and that a verdict would need
public record RecordSheet(
        String format, String rejection, List<Field> fields, List<Field> missing) {
    /// @param name as in docs/coverage.md
    /// @param text the value, as the source wrote it, or what the lack of it costs
    public record Field(String name, String text) {}

    public RecordSheet {
        fields = List.copyOf(fields);
        missing = List.copyOf(missing);
    }

    /// @param format name of an input format, or `auto`
    public static RecordSheet of(InputFormats formats, String format, byte[] record) {
        Optional<InputFormat> input =
                format.equals(Intake.AUTO) ? formats.detect(record) : formats.named(format);
        if (input.isEmpty()) {
            return new RecordSheet(
                    "", "UNKNOWN_FORMAT: it looks like no known format", List.of(), List.of());
        }
        return switch (input.get().parse(record)) {
            case Parsed.Rejected rejected ->
                    new RecordSheet(
                            input.get().name(),
                            rejected.code() + ": " + rejected.explanation(),
                            List.of(),
                            List.of());
            case Parsed.Accepted accepted -> {
                Sheet sheet = new Sheet();
                sheet.fill(accepted.event());
                yield new RecordSheet(input.get().name(), "", sheet.given, sheet.missing);
            }
        };
    }

    private static final class Sheet {
        private final List<Field> given = new ArrayList<>();
        private final List<Field> missing = new ArrayList<>();

        void fill(Event event) {
            field("time", event.time().map(Object::toString), "the broker's time stands in for it");
            field(
                    "user",
                    event.user(),
                    "an alert names a device or an address, and no rule learns a person");
            field("device", event.device(), "two requests of one device can't be joined by it");
            field("sourceIp", event.sourceIp(), "");
            if (event.application().isEmpty()) {
                field(
                        "destinationHost",
                        event.destinationHost(),
                        "nothing says where it went: out of scope");
            } else {
                field("destinationHost", event.destinationHost(), "");
            }
            field(
                    "path",
                    event.path(),
                    "what was done there (a send, a look, an upload) is not known: REVIEW at most");
            field("method", event.method(), "");
            field("status", event.status());
            field(
                    "bytesUp",
                    event.bytesUp(),
                    "uploads can't be told from looks, and no volume rule fires");
            field("bytesDown", event.bytesDown(), "");
            given.add(new Field("action", event.action().name()));
            field("userAgent", event.userAgent(), "");
            field("contentType", event.contentType(), "");
            field("application", event.application(), "");
            field("model", event.model(), "");
            field("inputTokens", event.inputTokens(), "");
            field("outputTokens", event.outputTokens(), "");
            field("accountId", event.accountId(), "");
            field(
                    "transactionId",
                    event.transactionId(),
                    "a body and its log line are joined by person, host and time only");
            field("sessionId", event.sessionId(), "");
            field("department", event.department(), "");
            event.accountHints()
                    .forEach(hint -> given.add(new Field("account hint", hint.kind().name())));
            if (event.accountHints().isEmpty()) {
                missing.add(
                        new Field(
                                "account hints",
                                "the account is UNKNOWN: whether a BAA covers it can't be told (REVIEW)"));
            }
            event.contents()
                    .forEach(content ->
                            given.add(
                                    new Field(
                                            "text " + content.role(),
                                            "(" + content.utf8().length + " bytes, not shown)")));
            if (event.contentGap() != Event.ContentGap.NONE) {
                missing.add(
                        new Field(
                                "text",
                                event.contentGap()
                                        + ": PHI can't be seen; REVIEW where no BAA covers it, never VIOLATION"));
            }
            event.notAUse().ifPresent(why -> given.add(new Field("not a use", why.name())));
        }

        private void field(String name, Optional<String> value, String cost) {
            if (value.isPresent()) {
                given.add(new Field(name, value.get()));
            } else if (!cost.isEmpty()) {
                missing.add(new Field(name, cost));
            }
        }

        private void field(String name, OptionalLong value, String cost) {
            field(
                    name,
                    value.isPresent()
                            ? Optional.of(Long.toString(value.getAsLong()))
                            : Optional.empty(),
                    cost);
        }

        private void field(String name, OptionalInt value) {
            value.ifPresent(number -> given.add(new Field(name, Integer.toString(number))));
        }
    }
}
