package io.countersign.sinks.siem.cef;

import io.countersign.sinks.siem.AddressText;
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
import java.util.Map;

/// One line of the Common Event Format, in UTF-8:
///
/// ```
/// CEF:0|Countersign|Countersign|VERSION|CODE|TITLE|SEVERITY|KEY=VALUE KEY=VALUE ...
/// ```
///
/// In the header `\` and `|` are escaped, in a value `\` and `=`. No value has a line break:
/// control characters of a source are replaced before. Pure.
public final class CefEncoder implements EventEncoder {
    /// What the numbered keys hold; a receiver shows a value under its label.
    static final Map<SiemField, String> LABELS =
            Map.of(
                    SiemField.DISPOSITION, "Disposition",
                    SiemField.CHAIN, "Chain",
                    SiemField.LEAF_HASH, "Leaf hash",
                    SiemField.PHI_TYPES, "PHI types",
                    SiemField.ACCOUNT_EVIDENCE, "Account evidence",
                    SiemField.BAA_REASONS, "BAA reasons",
                    SiemField.SEQ, "Sequence number",
                    SiemField.PHI_COUNT, "PHI count");

    private static final String IPV6_KEY = "c6a2";
    private static final String IPV6_LABEL = "Source IPv6 Address";

    private final FormatOptions options;

    public CefEncoder(FormatOptions options) {
        this.options = options;
    }

    @Override
    public void encode(Decoded.Known decoded, Detail detail, OutputStream out) {
        SiemEvent event =
                SiemEventReader.read(decoded, detail, options.includeSubjectTokensWhichArePhi());
        StringBuilder line = new StringBuilder(1_024);
        line.append("CEF:0|Countersign|Countersign|");
        line.append(header(options.productVersion())).append('|');
        line.append(header(event.code())).append('|');
        line.append(header(event.title())).append('|');
        line.append(SeverityScale.ofTen(event.severity())).append('|');
        boolean first = true;
        for (SiemField field : event.values().keySet()) {
            String value = event.text(field).orElseThrow();
            line.append(first ? "" : " ");
            first = false;
            if (field == SiemField.SOURCE_IP && !AddressText.isV4(value)) {
                pair(line, IPV6_KEY, value);
                label(line, IPV6_KEY, IPV6_LABEL);
                continue;
            }
            pair(line, field.cef(), value);
            String label = LABELS.get(field);
            if (label != null) {
                label(line, field.cef(), label);
            }
        }
        try {
            out.write(line.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("writing an event failed", e);
        }
    }

    private static void pair(StringBuilder line, String key, String value) {
        line.append(key).append('=').append(extension(value));
    }

    private static void label(StringBuilder line, String key, String label) {
        line.append(' ').append(key).append("Label=").append(label);
    }

    static String header(String text) {
        return text.replace("\\", "\\\\").replace("|", "\\|");
    }

    static String extension(String text) {
        return text.replace("\\", "\\\\").replace("=", "\\=");
    }
}
