package io.countersign.detectors.phi;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
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

    /// A body in the charset that its sender declared, such as `UTF-16LE` or `windows-1252`; read
    /// as it is where the charset is UTF-8 or none that this machine knows. Places then count the
    /// bytes of the same text in UTF-8.
    ///
    /// @param charset the parameter of the content type, empty where there was none
    public static Text of(String path, byte[] body, String charset) {
        if (charset.isEmpty() || charset.equalsIgnoreCase("utf-8") || !known(charset)) {
            return new Text(path, body);
        }
        return new Text(path, Utf16.utf8(body, 0, body.length, Charset.forName(charset)));
    }

    private static boolean known(String charset) {
        try {
            return Charset.isSupported(charset);
        } catch (IllegalCharsetNameException _named) {
            return false;
        }
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
