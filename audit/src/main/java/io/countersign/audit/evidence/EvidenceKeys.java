package io.countersign.audit.evidence;

import io.countersign.audit.keys.SecretFile;
import io.countersign.audit.merkle.Sha256;
import io.countersign.schemas.KekEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The key-encryption keys, one per quarter, each a file of its own named by its kid
/// (`kek-2026q4`): destroying the file shreds the quarter, and leaves `kek-2026q4.shredded`, so
/// that no other key is ever drawn under that name. The folder has mode 0700 and the files 0600;
/// wider ones are refused. Keys are independent of each other. Safe for any thread.
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

    private static final String SHREDDED = ".shredded";
    private static final String ANNOUNCED = ".announced";
    private static final String CLOSED = ".closed";
    private static final int MAX_ANNOUNCEMENT_BYTES = 4_096;

    /// More files than there can be keys.
    private static final int MAX_FILES = 4_096;

    private static final Pattern KID = Pattern.compile("kek-(\\d{4})q([1-4])");

    private final Path folder;
    private final Missing missing;
    private final SecureRandom random;

    /// Bounded: there are four kids for each of the years above.
    private final Map<String, SecretKey> keys = new ConcurrentHashMap<>();

    /// Kids that were found open for sealing; a look at the folder for each record would cost more
    /// than sealing it.
    private final Set<String> open = ConcurrentHashMap.newKeySet();

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

    /// Whether a text is a kid.
    public static boolean isKid(String text) {
        return KID.matcher(text).matches();
    }

    /// The first moment after the quarter of a kid.
    ///
    /// @throws IllegalArgumentException where the text is no kid
    public static Instant endOf(String kid) {
        Matcher matcher = KID.matcher(kid);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a kid");
        }
        int month = 3 * Integer.parseInt(matcher.group(2)) - 2;
        return OffsetDateTime.of(
                        Integer.parseInt(matcher.group(1)), month, 1, 0, 0, 0, 0, ZoneOffset.UTC)
                .plusMonths(3)
                .toInstant();
    }

    /// The kid under which an event's evidence is sealed: that of its quarter, or of the first
    /// later one whose key is not gone. An event that comes six years late so keeps its evidence
    /// for longer, and no kid ever stands for two keys.
    String sealingKid(Instant eventTime) {
        String kid = kid(eventTime);
        for (int i = 0; i < MAX_FILES && !open.contains(kid) && isGone(kid); i++) {
            kid = kid(endOf(kid));
        }
        open.add(kid);
        return kid;
    }

    /// Nothing more is sealed under a key: before it is destroyed, so that what is counted stays
    /// so. Durable, and for good; a process that has the key in memory obeys with its next
    /// [#forgetDestroyed].
    public void closeForSealing(String kid) throws IOException {
        if (!isKid(kid)) {
            throw new IllegalArgumentException("not a kid");
        }
        SecretFile.createWhole(folder.resolve(kid + CLOSED), new byte[0]);
    }

    /// Since when nothing more is to be sealed under a key; empty where it was not closed.
    public Optional<Instant> closedSince(String kid) throws IOException {
        Path mark = folder.resolve(kid + CLOSED);
        return isKid(kid) && Files.exists(mark)
                ? Optional.of(Files.getLastModifiedTime(mark).toInstant())
                : Optional.empty();
    }

    /// True where nothing is sealed under the key any more: it was closed or shredded, or was
    /// announced and is not there.
    private boolean isGone(String kid) {
        return isShredded(kid)
                || Files.exists(folder.resolve(kid + CLOSED))
                || (Files.exists(folder.resolve(kid + ANNOUNCED))
                        && !Files.exists(folder.resolve(kid)));
    }

    /// What the log says of a key, as [#keepAnnouncement] kept it; empty where it was never
    /// announced.
    public Optional<KekEntry> announcement(String kid) throws IOException {
        Path file = folder.resolve(kid + ANNOUNCED);
        if (!isKid(kid) || !Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > MAX_ANNOUNCEMENT_BYTES) {
            throw new IOException(file + " is no announcement of a key");
        }
        try {
            KekEntry said = Announcement.parse(Files.readAllBytes(file));
            if (said.getKid().equals(kid)) {
                return Optional.of(said);
            }
        } catch (IllegalArgumentException _damaged) {
            // Below, with one that is another key's.
        }
        throw new IOException(file + " is no announcement of this key: restore it from a copy");
    }

    /// Keeps beside the key what the log says of it, durably and for good.
    public void keepAnnouncement(KekEntry said) throws IOException {
        if (!isKid(said.getKid())) {
            throw new IllegalArgumentException("not a kid");
        }
        SecretFile.createWhole(
                folder.resolve(said.getKid() + ANNOUNCED), Announcement.encode(said));
    }

    /// The kids that were announced, ascending.
    public List<String> announced() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.limit(MAX_FILES)
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(ANNOUNCED))
                    .map(name -> name.substring(0, name.length() - ANNOUNCED.length()))
                    .filter(EvidenceKeys::isKid)
                    .sorted()
                    .toList();
        }
    }

    /// The kids of which there are files, ascending.
    public List<String> kids() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.limit(MAX_FILES)
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(EvidenceKeys::isKid)
                    .sorted()
                    .toList();
        }
    }

    /// Draws a key where it is not there and never was.
    ///
    /// @return true where it was drawn now
    public boolean create(String kid) throws IOException {
        if (!isKid(kid)) {
            throw new IllegalArgumentException("not a kid");
        }
        return !isGone(kid) && SecretFile.create(folder.resolve(kid), LABEL, random);
    }

    public boolean exists(String kid) {
        return isKid(kid) && Files.exists(folder.resolve(kid));
    }

    /// True where the key was destroyed by [#destroy].
    public boolean isShredded(String kid) {
        return isKid(kid) && Files.exists(folder.resolve(kid + SHREDDED));
    }

    /// Names a key and gives nothing of it away: `SHA-256("countersign evidence key" 00 kid 00
    /// key)`. Keys are 32 random bytes.
    ///
    /// @throws EvidenceKeyException where there is no usable key
    public Sha256 fingerprint(String kid) {
        if (!isKid(kid)) {
            throw new IllegalArgumentException("not a kid");
        }
        byte[] name =
                ("countersign evidence key\0" + kid + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] secret = read(kid);
        byte[] text = Arrays.copyOf(name, name.length + secret.length);
        System.arraycopy(secret, 0, text, name.length, secret.length);
        try {
            return Sha256.of(text);
        } finally {
            Arrays.fill(text, (byte) 0);
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// Destroys a key: what is sealed under it opens nowhere any more. The mark that it is gone
    /// comes first and is durable, so that a crash in between is completed by calling it again. The
    /// file is written over before it is deleted; what a file system, a flash drive or a backup
    /// keeps of it is beyond this program.
    ///
    /// The caller has had it chained and sealed.
    public void destroy(String kid) throws IOException {
        if (!isKid(kid)) {
            throw new IllegalArgumentException("not a kid");
        }
        Path mark = folder.resolve(kid + SHREDDED);
        if (!Files.exists(mark)) {
            Files.createFile(
                    mark,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        SecretFile.syncFolder(folder);
        SecretFile.destroy(folder.resolve(kid));
        keys.remove(kid);
        open.remove(kid);
    }

    /// The next use reads the file again.
    void forget(String kid) {
        keys.remove(kid);
    }

    /// Forgets the keys that were closed or whose files are gone, which another process may have
    /// done.
    public void forgetDestroyed() {
        open.removeIf(this::isGone);
        keys.keySet().removeIf(kid -> isGone(kid) || !Files.exists(folder.resolve(kid)));
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
        if (!isKid(kid)) {
            throw new IllegalArgumentException("not a kid");
        }
        try {
            if (create) {
                create(kid);
            }
        } catch (IOException e) {
            throw new EvidenceKeyException(kid, e);
        }
        byte[] secret = read(kid);
        SecretKey key = new SecretKeySpec(secret, "AES");
        Arrays.fill(secret, (byte) 0);
        keys.put(kid, key);
        return key;
    }

    private byte[] read(String kid) {
        try {
            if (isShredded(kid)) {
                throw new NoSuchFileException(kid, null, "was shredded");
            }
            return SecretFile.read(folder.resolve(kid), LABEL);
        } catch (IOException e) {
            throw new EvidenceKeyException(kid, e);
        }
    }

    @Override
    public String toString() {
        return "EvidenceKeys[redacted]";
    }
}
