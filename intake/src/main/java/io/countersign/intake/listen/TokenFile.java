package io.countersign.intake.listen;

import io.countersign.audit.keys.SecretText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A file with a source's token in one line: the token itself, or `sha256:` and the hex of its
/// SHA-256. It is looked at again and again, so that emptying, replacing or removing it revokes the
/// token. A file that others may read counts as none. For any thread.
public final class TokenFile implements Credential {
    /// Shorter ones can be guessed.
    public static final int MIN_TOKEN_CHARS = 16;

    private static final String HASHED = "sha256:";
    private static final byte[] NONE = {};

    private final WatchedFile file;
    private volatile byte[] hash;

    /// @throws IOException where the file holds no token as it stands
    public TokenFile(Path path) throws IOException {
        this.file = new WatchedFile(path);
        file.changed();
        this.hash = hash(path);
    }

    /// Whether this is the token; takes the same time for every wrong one.
    boolean isToken(byte[] sha256OfToken) {
        return MessageDigest.isEqual(hash, sha256OfToken);
    }

    @Override
    public boolean refresh() {
        if (!file.changed()) {
            return false;
        }
        byte[] before = hash;
        try {
            hash = hash(file.path());
        } catch (IOException | IllegalArgumentException _refused) {
            hash = NONE;
        }
        return !MessageDigest.isEqual(before, hash);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] hash(Path path) throws IOException {
        String line = SecretText.read(path).strip();
        if (line.startsWith(HASHED)) {
            byte[] hash;
            try {
                hash = HexFormat.of().parseHex(line.substring(HASHED.length()));
            } catch (IllegalArgumentException _noHex) {
                throw new IOException(path + " does not hold the hex of a SHA-256");
            }
            if (hash.length != 32) {
                throw new IOException(path + " does not hold the hex of a SHA-256");
            }
            return hash;
        }
        if (line.length() < MIN_TOKEN_CHARS) {
            throw new IOException(
                    path + " holds a token of less than " + MIN_TOKEN_CHARS + " characters");
        }
        return sha256(line.getBytes(StandardCharsets.UTF_8));
    }

    /// Without the token, and without its hash.
    @Override
    public String toString() {
        return "TokenFile[" + file.path() + "]";
    }
}
