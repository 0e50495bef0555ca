package io.countersign.app.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// A way for records to come here.
public enum Transport {
    /// A request an event, to the listener.
    HTTP,
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
}
