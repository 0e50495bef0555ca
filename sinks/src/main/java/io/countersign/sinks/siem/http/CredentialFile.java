package io.countersign.sinks.siem.http;

import io.countersign.audit.keys.SecretText;
import io.countersign.sinks.siem.SinkFailure;
import io.countersign.sinks.siem.SinkFailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/// A secret of one line in a file that only its owner may read. It is read again when the file
/// changes and after [#refused], so that it can be exchanged while the sink runs. A file that
/// cannot be used leaves the last secret in force, once there was one. Used by one thread.
public final class CredentialFile {
    private final Path file;
    private @Nullable String secret;
    private @Nullable FileTime readAt;

    /// @throws SinkFailureException with [SinkFailure#CREDENTIALS_UNUSABLE], naming the file
    public CredentialFile(Path file) {
        this.file = file;
        reveal();
    }

    /// The secret, for the header that carries it and nothing else.
    public String reveal() {
        FileTime changed = lastChanged();
        String known = secret;
        if (known != null && changed.equals(readAt)) {
            return known;
        }
        try {
            String read = SecretText.read(file);
            if (!isPrintable(read)) {
                throw new SinkFailureException(
                        SinkFailure.CREDENTIALS_UNUSABLE, file + ": not printable ASCII");
            }
            secret = read;
            readAt = changed;
            return read;
        } catch (IOException | SinkFailureException unusable) {
            if (known != null) {
                return known;
            }
            // The message of a refusal names the file and what is wrong with it.
            throw new SinkFailureException(
                    SinkFailure.CREDENTIALS_UNUSABLE,
                    file + " (one line, readable by its owner only)");
        }
    }

    /// The receiver refused the secret: it is read anew for the next request.
    public void refused() {
        readAt = null;
    }

    /// In a header's value nothing else may stand (RFC 9110 section 5.5).
    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
    }

    private FileTime lastChanged() {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    /// Redacted.
    @Override
    public String toString() {
        return "CredentialFile[" + file + "]";
    }
}
