package io.countersign.detectors.phi;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/// One piece of text to inspect: plain, JSON or form-encoded, in UTF-8. Its bytes are PHI until
/// shown otherwise, so [#toString()] gives the length only.
public final class Text {
    private final String path;
    private final byte[] utf8;
    private final boolean replaced;

    /// @param path where in the record it stood; the prefix of the paths of its leaves
    /// @param utf8 the bytes; not copied, so they must not change afterwards
    public Text(String path, byte[] utf8) {
        this(path, utf8, false);
    }

    private Text(String path, byte[] utf8, boolean replaced) {
        this.path = Objects.requireNonNull(path, "path");
        this.utf8 = Objects.requireNonNull(utf8, "utf8");
        this.replaced = replaced;
    }

    /// A body in the charset that its sender declared, such as `UTF-16LE` or `windows-1252`; read
    /// as it is where the charset is UTF-8 or none that this machine knows. Places then count the
    /// bytes of the same text in UTF-8. What is no character becomes U+FFFD, and the text then
    /// counts as not fully inspected.
    ///
    /// @param charset the parameter of the content type, empty where there was none
    public static Text of(String path, byte[] body, String charset) {
        Optional<Charset> known = charset.isEmpty() ? Optional.empty() : TextCharset.named(charset);
        if (known.isEmpty() || known.get().equals(StandardCharsets.UTF_8)) {
            return new Text(path, body);
        }
        byte[] utf8 = Utf16.utf8(body, 0, body.length, known.get());
        return new Text(path, utf8, !Utf16.wellFormed(body, 0, body.length, known.get()));
    }

    /// Whether bytes are text in UTF-8 as they stand.
    public static boolean isUtf8(byte[] bytes) {
        return Utf8.check(bytes, 0, bytes.length) == Utf8.Verdict.VALID;
    }

    /// Whether something of it was no character.
    boolean replaced() {
        return replaced;
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
