package io.countersign.sources;

import java.util.List;
import java.util.Optional;

/// The input formats that are known here.
public final class InputFormats {
    private static final List<InputFormat> ALL = List.of(new Squid());

    private InputFormats() {}

    /// All formats, in the order of `docs/coverage.md`.
    public static List<InputFormat> all() {
        return ALL;
    }

    /// The format of that name.
    public static Optional<InputFormat> named(String name) {
        for (InputFormat format : ALL) {
            if (format.name().equals(name)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /// The format that the record looks like, by cheap marks in its first bytes.
    public static Optional<InputFormat> detect(byte[] record) {
        return Optional.empty();
    }
}
