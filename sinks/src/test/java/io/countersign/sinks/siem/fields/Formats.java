package io.countersign.sinks.siem.fields;

import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.EventEncoder;
import io.countersign.sinks.siem.EventEncoder.Detail;
import io.countersign.sinks.siem.cef.CefEncoder;
import io.countersign.sinks.siem.ecs.EcsEncoder;
import io.countersign.sinks.siem.leef.LeefEncoder;
import io.countersign.sinks.siem.leef.LeefVersion;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/// The encoders that read the table of fields.
final class Formats {
    private Formats() {}

    static Map<String, EventEncoder> all(boolean tokens) {
        FormatOptions options = new FormatOptions("1.0|2=x", tokens);
        return Map.of(
                "CEF", new CefEncoder(options),
                "LEEF 1.0", new LeefEncoder(options, LeefVersion.V1),
                "LEEF 2.0", new LeefEncoder(options, LeefVersion.V2),
                "ECS", new EcsEncoder(options));
    }

    static EventEncoder named(String format) {
        return Objects.requireNonNull(all(false).get(format));
    }

    static String text(EventEncoder encoder, Decoded decoded, Detail detail) {
        if (!(decoded instanceof Decoded.Known known)) {
            throw new IllegalArgumentException("nothing to encode");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        encoder.encode(known, detail, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
