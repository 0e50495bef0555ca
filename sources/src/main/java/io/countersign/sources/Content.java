package io.countersign.sources;

import java.util.Arrays;
import java.util.Objects;

/// One piece of text that the record carries, to be inspected. Its bytes are PHI until shown
/// otherwise: [#toString()] gives the place and the length only.
public final class Content {
    /// What the text is in the exchange.
    public enum Role {
        /// What went to the service.
        PROMPT,
        /// What came back.
        RESPONSE,
        /// A name of an uploaded file.
        FILE_NAME,
        /// The query of a URL: one decoded `name=value` a line, values of access tokens cut.
        QUERY,
        /// Fields that the format does not define: JSON, or one `name=value` a line.
        FIELD
    }

    private final Role role;
    private final String path;
    private final byte[] utf8;

    /// @param role what the text is
    /// @param path where in the record it stood, such as `input.inputBodyJson`
    /// @param utf8 the text in UTF-8; the array belongs to the new object from here on
    public Content(Role role, String path, byte[] utf8) {
        this.role = Objects.requireNonNull(role, "role");
        this.path = Objects.requireNonNull(path, "path");
        this.utf8 = Objects.requireNonNull(utf8, "utf8");
    }

    public Role role() {
        return role;
    }

    public String path() {
        return path;
    }

    /// The text in UTF-8. Not copied, since bodies are large: readers must not change it.
    public byte[] utf8() {
        return utf8;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Content that
                && role == that.role
                && path.equals(that.path)
                && Arrays.equals(utf8, that.utf8);
    }

    @Override
    public int hashCode() {
        return Objects.hash(role, path, Arrays.hashCode(utf8));
    }

    @Override
    public String toString() {
        return "Content[" + role + ", " + path + ", " + utf8.length + " bytes]";
    }
}
