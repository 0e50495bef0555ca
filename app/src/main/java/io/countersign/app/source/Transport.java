package io.countersign.app.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// A way for records to come here.
public enum Transport {
    /// To the listener on loopback: a request a record, or lines.
    HTTP,
    /// A listener of the operator's own, as forwarders speak to Splunk's collector.
    HEC,
    /// A listener of the operator's own.
    SYSLOG,
    /// A listener of the operator's own that acknowledges.
    RELP,
    /// Bodies, from a proxy that decrypts.
    ICAP,
    /// Files, by `countersign ingest`.
    INGEST,
    /// A topic that others write.
    BRIDGE;

    /// The word of the command line and of the recipes.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Transport> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    /// All words, with commas between.
    public static String words() {
        return Arrays.stream(values()).map(Transport::word).collect(Collectors.joining(", "));
    }

    /// Whether a listener of the source's own takes the records.
    public boolean listens() {
        return this == HEC || this == SYSLOG || this == RELP;
    }
}
