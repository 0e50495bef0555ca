package io.countersign.audit.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/// A file with one 32-byte secret: one line, `<label> <base64>\n`. The label says what the secret
/// is for, so that a key file in the wrong place is refused. Files are made with mode 0600, and a
/// file that others may read or write is refused; its group may read it only as Kubernetes mounts a
/// Secret for a pod (`root:fsGroup`, mode 0440). POSIX file systems only. Stateless and safe for
/// any thread.
public final class SecretFile {
    public static final int SECRET_BYTES = 32;
    private static final int MAX_FILE_BYTES = 256;
    private static final int MAX_LABEL_CHARS = 64;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private SecretFile() {}

    /// Draws a secret and writes it durably. Of several racing callers exactly one creates the
    /// file.
    ///
    /// @return false where the file was there already; it is left as it is
    public static boolean create(Path file, String label, SecureRandom random) throws IOException {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return create(file, label, secret);
    }

    /// As above with a given secret.
    public static boolean create(Path file, String label, byte[] secret) throws IOException {
        requireLabel(label);
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException("a secret has " + SECRET_BYTES + " bytes");
        }
        String line = label + " " + Base64.getEncoder().encodeToString(secret) + "\n";
        return createWhole(file, line.getBytes(StandardCharsets.US_ASCII));
    }

    /// Writes a file that only its owner may read, durably and whole or not at all.
    ///
    /// @return false where the file was there already; it is left as it is
    public static boolean createWhole(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("not a file: " + file);
        }
        // Written beside its place and linked: a reader never sees half a file, and the link fails
        // where one exists.
        Path draft =
                Files.createTempFile(
                        folder,
                        ".countersign-",
                        ".draft",
                        PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException _existing) {
            return false;
        } finally {
            Files.deleteIfExists(draft);
        }
        syncFolder(folder);
        return true;
    }

    /// Makes durable which files a folder holds.
    public static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Writes over a secret and deletes its file, durably; nothing where there is none.
    public static void destroy(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.exists(file)) {
            return;
        }
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer zeros = ByteBuffer.allocate(MAX_FILE_BYTES);
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
            channel.force(true);
        }
        Files.delete(file);
        syncFolder(folder);
    }

    /// Reads a secret.
    ///
    /// @throws SecretRefusedException where others may read the file, or it holds no such secret;
    ///   the message names the file and never its content
    public static byte[] read(Path file, String label) throws IOException {
        requireLabel(label);
        KeyFileAccess.require(file);
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
            throw new SecretRefusedException(file, "is not a key file");
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII);
        String start = label + " ";
        if (!text.startsWith(start) || !text.endsWith("\n")) {
            throw new SecretRefusedException(file, "is not a key file labelled " + label);
        }
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(text.substring(start.length(), text.length() - 1));
        } catch (IllegalArgumentException _malformed) {
            // Without its cause, whose message quotes a character of the secret.
            throw new SecretRefusedException(file, "holds no base64");
        }
        if (secret.length != SECRET_BYTES) {
            throw new SecretRefusedException(file, "holds no secret of " + SECRET_BYTES + " bytes");
        }
        return secret;
    }

    private static void requireLabel(String label) {
        if (label.isEmpty() || label.length() > MAX_LABEL_CHARS) {
            throw new IllegalArgumentException(
                    "a label has 1 to " + MAX_LABEL_CHARS + " characters");
        }
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
                throw new IllegalArgumentException("a label is made of a-z, 0-9 and -");
            }
        }
    }
}
