package io.countersign.it.fuzz;

import io.countersign.sources.Event;
import io.countersign.sources.InputFormat;
import io.countersign.sources.InputFormats;
import io.countersign.sources.Parsed;
import java.util.Arrays;

/// The source formats: any record gives an event or a rejection, in the format that the first byte
/// names and in the one that the record looks like; an event's texts can be taken out; the record
/// is not changed.
public final class ParseTarget {
    private static final InputFormats FORMATS = InputFormats.builtIn();

    private ParseTarget() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] record = Arrays.copyOfRange(input, 1, input.length);
        InputFormat named = FORMATS.all().get(Byte.toUnsignedInt(input[0]) % FORMATS.all().size());
        parse(named, record);
        FORMATS.detect(record)
                .filter(format -> format != named)
                .ifPresent(format -> parse(format, record));
    }

    private static void parse(InputFormat format, byte[] record) {
        byte[] before = record.clone();
        switch (format.parse(record)) {
            case Parsed.Accepted(Event event) -> look(event);
            case Parsed.Rejected rejected -> {
                if (rejected.explanation().isEmpty()) {
                    throw new AssertionError("a rejection without an explanation");
                }
            }
        }
        if (!Arrays.equals(before, record)) {
            throw new AssertionError("the record was changed");
        }
    }

    private static void look(Event event) {
        event.contents().forEach(content -> content.utf8());
        event.contentGap();
        if (event.toString().length() > 10_000) {
            throw new AssertionError("a redacted text is that long");
        }
    }
}
