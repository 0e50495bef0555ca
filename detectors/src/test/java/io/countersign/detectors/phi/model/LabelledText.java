package io.countersign.detectors.phi.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A text under construction with labelled stretches, in characters.
final class LabelledText {
    /// A labelled stretch.
    record Stretch(int from, int to, int label) {}

    private final StringBuilder text = new StringBuilder();
    private final List<Stretch> stretches = new ArrayList<>();

    LabelledText add(String part) {
        text.append(part);
        return this;
    }

    LabelledText add(String part, int label) {
        if (label != NameModel.NONE && !part.isEmpty()) {
            stretches.add(new Stretch(text.length(), text.length() + part.length(), label));
        }
        text.append(part);
        return this;
    }

    /// Labels a stretch of what was added.
    void label(int from, int to, int label) {
        stretches.add(new Stretch(from, to, label));
    }

    int length() {
        return text.length();
    }

    String text() {
        return text.toString();
    }

    List<Stretch> stretches() {
        return stretches;
    }

    /// The same in lower or upper case; none where that changes a length.
    LabelledText recased(boolean upper) {
        String changed =
                upper
                        ? text.toString().toUpperCase(Locale.ROOT)
                        : text.toString().toLowerCase(Locale.ROOT);
        if (changed.length() != text.length()) {
            return this;
        }
        LabelledText copy = new LabelledText().add(changed);
        copy.stretches.addAll(stretches);
        return copy;
    }

    byte[] utf8() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The label of each byte.
    byte[] labels() {
        byte[] labels = new byte[utf8().length];
        int at = 0;
        int[] bytes = new int[text.length() + 1];
        for (int i = 0; i < text.length(); i++) {
            bytes[i] = at;
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length()) {
                bytes[i + 1] = at;
                at += 4;
                i++;
            } else {
                at += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) ? 1 : 3;
            }
        }
        bytes[text.length()] = at;
        for (Stretch one : stretches) {
            for (int b = bytes[one.from()]; b < bytes[one.to()]; b++) {
                labels[b] = (byte) one.label();
            }
        }
        return labels;
    }
}
