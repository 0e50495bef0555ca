package io.countersign.sinks.siem.leef;

import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.EventEncoder;
import io.countersign.sinks.siem.fields.FormatOptions;
import io.countersign.sinks.siem.fields.SeverityScale;
import io.countersign.sinks.siem.fields.SiemEvent;
import io.countersign.sinks.siem.fields.SiemEventReader;
import io.countersign.sinks.siem.fields.SiemField;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// One line of IBM's Log Event Extended Format, in UTF-8:
///
/// ```
/// LEEF:2.0|Countersign|Countersign|VERSION|CODE|^|KEY=VALUE^KEY=VALUE ...
/// ```
///
/// The format has no escapes: a delimiter, a `|` of the header and a line break within a value are
/// replaced by `_`. Pure.
public final class LeefEncoder implements EventEncoder {
    /// QRadar reads `devTime` by the pattern of `devTimeFormat`, one of Java's.
    private static final String TIME_FORMAT = "yyyy-MM-dd'T'HH:mm:ss.SSSZ";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern(TIME_FORMAT, Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final char REPLACEMENT = '_';

    private final FormatOptions options;
    private final LeefVersion version;

    public LeefEncoder(FormatOptions options, LeefVersion version) {
        this.options = options;
        this.version = version;
    }

    @Override
    public void encode(Decoded.Known decoded, Detail detail, OutputStream out) {
        SiemEvent event =
                SiemEventReader.read(decoded, detail, options.includeSubjectTokensWhichArePhi());
        StringBuilder line = new StringBuilder(1_024);
        line.append(version.start()).append("|Countersign|Countersign|");
        line.append(header(options.productVersion())).append('|');
        line.append(header(event.code())).append('|').append(version.declaration());
        line.append("sev=").append(SeverityScale.ofTen(event.severity()));
        line.append(version.delimiter()).append("devTimeFormat=").append(TIME_FORMAT);
        for (SiemField field : event.values().keySet()) {
            String value = event.text(field).orElseThrow();
            String written =
                    field == SiemField.TIME_OF_EVENT
                            ? TIME.format(Instant.ofEpochMilli(Long.parseLong(value)))
                            : value(value);
            line.append(version.delimiter()).append(field.leef()).append('=').append(written);
        }
        try {
            out.write(line.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("writing an event failed", e);
        }
    }

    private String value(String text) {
        return text.replace(version.delimiter(), REPLACEMENT)
                .replace('\r', REPLACEMENT)
                .replace('\n', REPLACEMENT);
    }

    private static String header(String text) {
        return text.replace('|', REPLACEMENT)
                .replace('^', REPLACEMENT)
                .replace('\t', REPLACEMENT)
                .replace('\r', REPLACEMENT)
                .replace('\n', REPLACEMENT);
    }
}
