package io.countersign.audit.evidence;

import io.countersign.audit.keys.SecretFile;
import io.countersign.audit.merkle.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The legal holds of an installation, each with a key of its own (`case-17.key`) and the data keys
/// that it keeps (`case-17.held`): evidence that is held opens after its quarter's key is gone.
/// Files are their owner's only, durable, and never written over. Stateless.
///
/// ```
/// file = "countersign hold v1 " id LF *( chain SP seq SP kid SP base64(wrap) LF )
/// wrap = nonce(12) || AES-256-GCM(hold key, nonce, AAD, data key) || tag(16)
/// AAD  = "countersign hold" 00 id 00 || the AAD of the evidence
/// ```
public final class HoldFiles {
    /// Labels a hold's key file.
    public static final String LABEL = "countersign-hold-key";

    /// A hold of more is several holds.
    public static final int MAX_RECORDS = 200_000;

    private static final int MAX_HOLDS = 64;
    private static final long MAX_FILE_BYTES = 512L * MAX_RECORDS;
    private static final String FIRST = "countersign hold v1 ";
    private static final String KEY = ".key";
    private static final String HELD = ".held";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Path folder;

    public HoldFiles(Path folder) {
        this.folder = folder;
    }

    /// Whether a text may name a hold: it names files and stands in the log.
    public static boolean isId(String text) {
        return ID.matcher(text).matches() && !text.endsWith(KEY) && !text.endsWith(HELD);
    }

    /// Draws the hold's key where there is none.
    public byte[] key(String id, SecureRandom random) throws IOException {
        requireId(id);
        if (!Files.exists(folder)) {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        SecretFile.create(folder.resolve(id + KEY), LABEL, random);
        return SecretFile.read(folder.resolve(id + KEY), LABEL);
    }

    /// The hold's key; it is there as long as the hold is.
    public byte[] existingKey(String id) throws IOException {
        requireId(id);
        return SecretFile.read(folder.resolve(id + KEY), LABEL);
    }

    /// Writes what is held.
    ///
    /// @return false where the hold is there already; it stays as it is
    public boolean write(String id, List<HeldKey> keys) throws IOException {
        requireId(id);
        if (keys.size() > MAX_RECORDS) {
            throw new IllegalArgumentException("a hold has at most " + MAX_RECORDS + " records");
        }
        StringBuilder text = new StringBuilder(FIRST).append(id).append('\n');
        keys.forEach(key -> text.append(key.line()));
        return SecretFile.createWhole(
                folder.resolve(id + HELD), text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /// Ids of the holds of which there are files, ascending.
    public List<String> ids() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> ids =
                    files.map(file -> String.valueOf(file.getFileName()))
                            .filter(name -> name.endsWith(HELD))
                            .map(name -> name.substring(0, name.length() - HELD.length()))
                            .filter(HoldFiles::isId)
                            .sorted()
                            .limit(MAX_HOLDS + 1L)
                            .toList();
            if (ids.size() > MAX_HOLDS) {
                throw new IOException(folder + " has more than " + MAX_HOLDS + " holds");
            }
            return ids;
        }
    }

    /// A hold; empty where there is none.
    ///
    /// @throws IOException where its file or key is damaged or missing: nothing may be destroyed
    ///   then
    public Optional<Hold> read(String id) throws IOException {
        requireId(id);
        Path file = folder.resolve(id + HELD);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException(file + " is no hold: it is too large");
        }
        existingKey(id);
        byte[] bytes = Files.readAllBytes(file);
        String[] lines = new String(bytes, StandardCharsets.US_ASCII).split("\n", -1);
        if (!lines[0].equals(FIRST + id) || !lines[lines.length - 1].isEmpty()) {
            throw new IOException(file + " is not the hold of its name");
        }
        List<HeldKey> keys = new ArrayList<>();
        try {
            for (int i = 1; i < lines.length - 1; i++) {
                keys.add(HeldKey.parse(lines[i]));
            }
        } catch (IllegalArgumentException _unfit) {
            throw new IOException(file + " is damaged: restore it from a copy");
        }
        return Optional.of(new Hold(id, Sha256.of(bytes), keys));
    }

    /// Destroys a hold's key and then its file; what a crash cut off is completed by calling it
    /// again. The caller has had it chained and sealed.
    public void destroy(String id) throws IOException {
        requireId(id);
        SecretFile.destroy(folder.resolve(id + KEY));
        Files.deleteIfExists(folder.resolve(id + HELD));
        SecretFile.syncFolder(folder);
    }

    private static void requireId(String id) {
        if (!isId(id)) {
            throw new IllegalArgumentException(
                    "a hold is named with 1 to 64 of A-Z a-z 0-9 . _ -, a letter or digit first");
        }
    }

    @Override
    public String toString() {
        return "HoldFiles[" + folder + "]";
    }
}
