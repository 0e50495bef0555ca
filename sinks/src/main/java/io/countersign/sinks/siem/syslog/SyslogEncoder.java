package io.countersign.sinks.siem.syslog;

import io.countersign.schemas.Severity;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.EntrySeverity;
import io.countersign.sinks.siem.EventEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// One syslog message (RFC 5424 section 6):
///
/// ```
/// <PRI>1 TIME HOST countersign - KIND [ID eventId="…" chain="…" seq="…" leafHash="…"] PAYLOAD
/// ```
///
/// The structured data leads back to the proof whatever becomes of the payload. Characters beyond
/// ASCII are UTF-8 without the byte order mark of section 6.4: rsyslog keeps it as part of the text
/// (section 6.4 then calls the message MSG-ANY). Pure.
public final class SyslogEncoder implements EventEncoder {
    /// Section 6.2.1: local use 0 to 7 are 16 to 23, log audit is 13.
    static final int MAX_FACILITY = 23;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final EventEncoder payload;
    private final int facility;

    /// HOSTNAME, APP-NAME and PROCID.
    private final String fixed;

    private final String structuredDataStart;

    /// @param facility 0 to 23
    /// @param host HOSTNAME, of printable ASCII without spaces
    /// @param enterprise the private enterprise number behind the `@` of the SD-ID
    public SyslogEncoder(EventEncoder payload, int facility, String host, long enterprise) {
        if (facility < 0 || facility > MAX_FACILITY) {
            throw new IllegalArgumentException("a facility is 0 to " + MAX_FACILITY);
        }
        if (!host.matches("[!-~]{1,255}")) {
            throw new IllegalArgumentException("a HOSTNAME is 1 to 255 printable ASCII characters");
        }
        this.payload = payload;
        this.facility = facility;
        this.fixed = " " + host + " countersign - ";
        this.structuredDataStart = " [countersign@" + enterprise + " eventId=\"";
    }

    @Override
    public void encode(Decoded.Known decoded, Detail detail, OutputStream out) {
        String head =
                "<"
                        + (facility * 8 + level(severity(decoded)))
                        + ">1 "
                        + TIME.format(Instant.ofEpochMilli(decoded.timeMillis()))
                        + fixed
                        + kind(decoded)
                        + structuredDataStart
                        + escaped(decoded.eventId())
                        + "\" chain=\""
                        + escaped(decoded.position().chain())
                        + "\" seq=\""
                        + decoded.position().seq()
                        + "\" leafHash=\""
                        + decoded.position().leafHash()
                        + "\"] ";
        try {
            out.write(head.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("writing an event failed", e);
        }
        payload.encode(decoded, detail, out);
    }

    private static Severity severity(Decoded.Known decoded) {
        return switch (decoded) {
            case Decoded.Entry entry -> EntrySeverity.of(entry.entry());
            case Decoded.Raised raised -> raised.alert().getSeverity();
        };
    }

    private static String kind(Decoded.Known decoded) {
        return switch (decoded) {
            case Decoded.Entry entry -> entry.entry().getKind().name();
            case Decoded.Raised raised -> "ALERT";
        };
    }

    /// Section 6.2.1, Table 2.
    private static int level(Severity severity) {
        return switch (severity) {
            case CRITICAL -> 2;
            case HIGH -> 3;
            case MEDIUM -> 4;
            case LOW -> 5;
            case INFORMATIONAL, UNRECOGNISED -> 6;
        };
    }

    /// Section 6.3.3: `"`, `\` and `]` are escaped. A control character, of which ids have none, is
    /// replaced.
    static String escaped(String value) {
        StringBuilder out = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\' || c == ']') {
                out.append('\\');
            }
            out.append(c < 0x20 || c == 0x7F ? '_' : c);
        }
        return out.toString();
    }
}
