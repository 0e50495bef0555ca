package io.countersign.sources;

import java.nio.charset.StandardCharsets;

/// Reads a record that is one line of text, within [Limits] and behind the header of a syslog
/// relay.
final class LineRecord {
    /// Reads the line, which has neither header nor line end.
    interface Reader {
        Parsed read(String line);
    }

    private LineRecord() {}

    static Parsed parse(byte[] record, Reader reader) {
        return parse(record, SyslogHeader.end(record), reader);
    }

    /// The same, with all in front of an index left out and no header looked for.
    static Parsed parse(byte[] record, int from, Reader reader) {
        if (record.length > Limits.MAX_RECORD_BYTES) {
            return new Parsed.Rejected(RejectionCode.OVERSIZE, "more bytes than a record may have");
        }
        if (from >= record.length) {
            return new Parsed.Rejected(RejectionCode.EMPTY, "no text");
        }
        if (!JsonRecord.isText(record)) {
            return new Parsed.Rejected(RejectionCode.NOT_TEXT, "a control character in a line");
        }
        String line =
                new String(record, from, record.length - from, StandardCharsets.UTF_8)
                        .stripTrailing();
        return line.isEmpty()
                ? new Parsed.Rejected(RejectionCode.EMPTY, "no text")
                : reader.read(line);
    }

    /// Whether the record is a JSON object behind its header.
    static boolean isJson(byte[] record) {
        int from = SyslogHeader.end(record);
        return from < record.length && record[from] == '{';
    }
}
