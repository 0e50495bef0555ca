package io.countersign.sinks.siem.syslog;

import io.countersign.sinks.siem.EventEncoder;
import io.countersign.sinks.siem.cef.CefEncoder;
import io.countersign.sinks.siem.fields.FormatOptions;
import io.countersign.sinks.siem.leef.LeefEncoder;
import io.countersign.sinks.siem.leef.LeefVersion;
import io.countersign.sinks.siem.ocsf.OcsfEncoder;
import io.countersign.sinks.siem.ocsf.OcsfOptions;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a message carries.
public enum Payload {
    CEF("cef"),
    LEEF_1("leef-1.0"),
    LEEF_2("leef-2.0"),
    OCSF("ocsf");

    private final String word;

    Payload(String word) {
        this.word = word;
    }

    /// As the configuration names it.
    public String word() {
        return word;
    }

    static Optional<Payload> of(String word) {
        return Arrays.stream(values()).filter(payload -> payload.word.equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(Payload::word).collect(Collectors.joining(", "));
    }

    EventEncoder encoder(FormatOptions options) {
        return switch (this) {
            case CEF -> new CefEncoder(options);
            case LEEF_1 -> new LeefEncoder(options, LeefVersion.V1);
            case LEEF_2 -> new LeefEncoder(options, LeefVersion.V2);
            case OCSF ->
                    new OcsfEncoder(
                            new OcsfOptions(
                                    options.productVersion(),
                                    options.includeSubjectTokensWhichArePhi()));
        };
    }
}
