package io.countersign.audit.keys;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file with one line of text that somebody else gave us: a password, an access token. The same
/// rules of access as for [SecretFile]. Stateless and safe for any thread.
public final class SecretText {
    private static final int MAX_FILE_BYTES = 16 * 1024;

    private SecretText() {}

    /// The line, without its end.
    ///
    /// @throws SecretRefusedException where others may read the file, or it holds no or more than
    ///   one line; the message names the file and never its content
    public static String read(Path file) throws IOException {
        KeyFileAccess.require(file);
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
            throw new SecretRefusedException(file, "is not a file with one line");
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException _bytes) {
            throw new SecretRefusedException(file, "is no UTF-8 text");
        }
        String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        if (line.isBlank() || line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
            throw new SecretRefusedException(file, "does not hold one line");
        }
        return line;
    }
}
