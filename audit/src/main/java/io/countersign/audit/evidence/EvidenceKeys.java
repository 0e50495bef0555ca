package io.countersign.audit.evidence;

import io.countersign.audit.keys.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The key-encryption keys, one per quarter, each a file of its own named by its kid
/// (`kek-2026q4`): destroying the file shreds the quarter. The folder has mode 0700 and the files
/// 0600; wider ones are refused. Keys are independent of each other. Safe for any thread.
///
/// Several hosts that seal must see the same folder or be given the same files, made beforehand;
/// such hosts open it with [Missing#REFUSE].
public final class EvidenceKeys {
    /// What a kid without a file means.
    public enum Missing {
        /// An error.
        REFUSE,
        /// Draw the key: for the one host that owns the folder.
        CREATE
    }

    /// Labels each key file.
    public static final String LABEL = "countersign-evidence-kek";

    public static final int MIN_YEAR = 1970;
    public static final int MAX_YEAR = 2199;

    private static final Pattern KID = Pattern.compile("kek-(\\d{4})q([1-4])");

    private final Path folder;
    private final Missing missing;
    private final SecureRandom random;

    /// Bounded: there are four kids for each of the years above.
    private final Map<String, SecretKey> keys = new ConcurrentHashMap<>();

    private EvidenceKeys(Path folder, Missing missing, SecureRandom random) {
        this.folder = folder;
        this.missing = missing;
        this.random = random;
    }

    /// Opens a folder; with [Missing#CREATE] it is made where it is not there.
    public static EvidenceKeys open(Path folder, Missing missing, SecureRandom random)
            throws IOException {
        if (missing == Missing.CREATE && !Files.exists(folder)) {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        for (PosixFilePermission permission : permissions) {
            if (!permission.name().startsWith("OWNER_")) {
                throw new IOException(
                        "key folder " + folder + " is open to its group or to others (chmod 700)");
            }
        }
        return new EvidenceKeys(folder, missing, random);
    }

    /// The kid of a time, by its quarter in UTC. Years outside 1970 to 2199 count as the nearest of
    /// these.
    public static String kid(Instant time) {
        int year = MIN_YEAR;
        int quarter = 1;
        if (time.getEpochSecond() >= 0) {
            Instant last =
                    OffsetDateTime.of(MAX_YEAR, 12, 31, 0, 0, 0, 0, ZoneOffset.UTC).toInstant();
            OffsetDateTime utc = (time.isAfter(last) ? last : time).atOffset(ZoneOffset.UTC);
            year = utc.getYear();
            quarter = (utc.getMonthValue() + 2) / 3;
        }
        return "kek-" + year + "q" + quarter;
    }

    /// @throws IllegalArgumentException where the text is no kid
    /// @throws EvidenceKeyException where the key is missing (perhaps shredded) or its file must
    ///   not be used
    SecretKey key(String kid) {
        return existing(kid, missing == Missing.CREATE);
    }

    /// For opening: never draws a key.
    SecretKey existingKey(String kid) {
        return existing(kid, false);
    }

    private SecretKey existing(String kid, boolean create) {
        SecretKey known = keys.get(kid);
        if (known != null) {
            return known;
        }
        if (!KID.matcher(kid).matches()) {
            throw new IllegalArgumentException("not a kid");
        }
        Path file = folder.resolve(kid);
        try {
            if (create && !Files.exists(file)) {
                SecretFile.create(file, LABEL, random);
            }
            SecretKey key = new SecretKeySpec(SecretFile.read(file, LABEL), "AES");
            keys.put(kid, key);
            return key;
        } catch (IOException e) {
            throw new EvidenceKeyException(kid, e);
        }
    }

    @Override
    public String toString() {
        return "EvidenceKeys[redacted]";
    }
}
