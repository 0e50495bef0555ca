package io.countersign.detectors.phi;

import java.util.Objects;

/// One piece of text to inspect: plain, JSON or form-encoded, in UTF-8. Its bytes are PHI until
/// shown otherwise, so [#toString()] gives the length only.
public final class Text {
    private final String path;
    private final byte[] utf8;

    /// @param path where in the record it stood; the prefix of the paths of its leaves
    /// @param utf8 the bytes; not copied, so they must not change afterwards
    public Text(String path, byte[] utf8) {
        this.path = Objects.requireNonNull(path, "path");
        this.utf8 = Objects.requireNonNull(utf8, "utf8");
    }

    public String path() {
        return path;
    }

    /// Not copied: bodies are large. Readers must not change it.
    public byte[] utf8() {
        return utf8;
    }

    @Override
    public String toString() {
        return "Text[" + utf8.length + " bytes]";
    }
}
