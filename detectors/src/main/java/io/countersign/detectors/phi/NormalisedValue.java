package io.countersign.detectors.phi;

import io.countersign.detectors.InfoType;
import io.countersign.detectors.Span;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One spelling per value, so that the same patient gives the same token however it was typed.
final class NormalisedValue {
    private NormalisedValue() {}

    static String of(InfoType type, byte[] leaf, Span span) {
        String text = new String(leaf, span.start(), span.length(), StandardCharsets.UTF_8);
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
