package io.countersign.audit.vault;

import io.countersign.audit.tokens.TokenKeys;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

/// Writes a vault beside its place, person by person and with little memory, and moves it there
/// when it is whole: a reader sees the old vault or the new one. Only its owner may read it. For
/// one thread.
public final class VaultWriter implements AutoCloseable {
    private static final int BUFFER = 1 << 20;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final Path draft;
    private final TokenKeys tokens;
    private final SecureRandom random;
    private final int firstYear;
    private final int years;
    private final VaultCipher states;
    private final VaultCipher names;
    private final byte[] wrappedKeys;
    private final FileChannel channel;
    private final DataOutputStream out;
    private long peopleBytes;
    private long added;
    private boolean finished;

    /// @param file where the vault shall lie; a load that was cut off left a draft beside it, which
    ///   this one takes
    /// @param firstYear the first of the years whose entries name patients
    /// @throws IOException where another load writes it now
    public VaultWriter(
            Path file,
            VaultKeys keys,
            TokenKeys tokens,
            int firstYear,
            int years,
            SecureRandom random)
            throws IOException {
        if (firstYear < TokenKeys.MIN_YEAR
                || years < 1
                || years > VaultFormat.MAX_YEARS
                || firstYear + years > TokenKeys.MAX_YEAR) {
            throw new IllegalArgumentException(
                    "a vault has 1 to " + VaultFormat.MAX_YEARS + " years");
        }
        this.file = file;
        this.draft = file.resolveSibling(file.getFileName() + ".draft");
        this.tokens = tokens;
        this.random = random;
        this.firstYear = firstYear;
        this.years = years;
        this.states = drawn(random);
        this.names = drawn(random);
        this.wrappedKeys = wrapped(keys);
        this.channel =
                FileChannel.open(
                        draft,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE,
                                LinkOption.NOFOLLOW_LINKS),
                        PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        lock();
        Files.setPosixFilePermissions(draft, OWNER_ONLY);
        channel.truncate(0);
        this.out =
                new DataOutputStream(
                        new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER));
        // Written again when all is known.
        out.write(new byte[VaultFormat.HEADER_BYTES]);
    }

    private static VaultCipher drawn(SecureRandom random) {
        byte[] key = new byte[VaultCipher.KEY_BYTES];
        random.nextBytes(key);
        try {
            return new VaultCipher(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private byte[] wrapped(VaultKeys keys) throws IOException {
        byte[] statesKey = keys.statesKey();
        byte[] namesKey = keys.namesKey();
        try {
            return ByteBuffer.allocate(2 * VaultCipher.WRAPPED_BYTES)
                    .put(states.wrappedUnder(statesKey))
                    .put(names.wrappedUnder(namesKey))
                    .array();
        } finally {
            Arrays.fill(statesKey, (byte) 0);
            Arrays.fill(namesKey, (byte) 0);
        }
    }

    private void lock() throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return;
            }
        } catch (OverlappingFileLockException _ofThisProcess) {
            // Below.
        }
        channel.close();
        throw new IOException("another load writes the vault now: wait for it");
    }

    /// Of several persons with one MRN the last one counts.
    ///
    /// @throws IllegalArgumentException where there are too many
    public void add(VaultPerson person) throws IOException {
        if (added == VaultFormat.MAX_PATIENTS) {
            throw new IllegalArgumentException(
                    "a vault has at most " + VaultFormat.MAX_PATIENTS + " rows");
        }
        byte[] box =
                names.seal(
                        VaultFormat.personNonce(peopleBytes),
                        VaultFormat.personContext(peopleBytes),
                        VaultFormat.person(person));
        out.writeShort(box.length);
        out.write(box);
        peopleBytes += Short.BYTES + box.length;
        added++;
    }

    /// Writes the tables and moves the vault to its place.
    ///
    /// @param created of the oldest export
    /// @return how many patients it holds
    public long finish(Instant created) throws IOException {
        long patients = -1;
        for (int year = firstYear; year < firstYear + years; year++) {
            long rows = table(year);
            if (patients >= 0 && rows != patients) {
                throw new IllegalStateException("years have different numbers of patients");
            }
            patients = rows;
        }
        out.flush();
        ByteBuffer header =
                ByteBuffer.allocate(VaultFormat.HEADER_BYTES)
                        .put(VaultFormat.MAGIC)
                        .putLong(created.toEpochMilli())
                        .putInt(firstYear)
                        .putInt(years)
                        .putLong(patients)
                        .putLong(peopleBytes)
                        .put(wrappedKeys)
                        .flip();
        while (header.hasRemaining()) {
            channel.write(header, header.position());
        }
        out.write(states.tag(sha256(channel, channel.size())));
        out.flush();
        channel.force(true);
        Files.move(
                draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        finished = true;
        return patients;
    }

    private long table(int year) throws IOException {
        out.flush();
        try (TokenSort sort = new TokenSort(file, random)) {
            try (InputStream people = Files.newInputStream(draft);
                    DataInputStream in =
                            new DataInputStream(new BufferedInputStream(people, BUFFER))) {
                in.skipNBytes(VaultFormat.HEADER_BYTES);
                for (long place = 0; place < peopleBytes; ) {
                    byte[] box = new byte[in.readUnsignedShort()];
                    in.readFully(box);
                    VaultPerson person =
                            VaultFormat.person(
                                    names.open(
                                                    VaultFormat.personNonce(place),
                                                    VaultFormat.personContext(place),
                                                    box)
                                            .orElseThrow(() ->
                                                    new DamagedVaultException(
                                                            "the draft was changed meanwhile")));
                    sort.add(
                            new TokenSort.Row(
                                    person.token(tokens, year).bytes(), place, person.state()));
                    place += Short.BYTES + box.length;
                }
            }
            long[] row = {0};
            return sort.sorted(one -> {
                out.write(one.token(), 0, VaultFormat.PREFIX_BYTES);
                out.write(
                        states.seal(
                                VaultFormat.stateNonce(year, row[0]++),
                                VaultFormat.stateContext(one.token()),
                                VaultFormat.row(one.place(), one.state())));
            });
        }
    }

    /// Of the first bytes of a file.
    static byte[] sha256(FileChannel channel, long length) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        for (long at = 0; at < length; ) {
            buffer.clear().limit((int) Math.min(BUFFER, length - at));
            int read = channel.read(buffer, at);
            if (read < 0) {
                throw new DamagedVaultException("The vault ends early");
            }
            digest.update(buffer.flip());
            at += read;
        }
        return digest.digest();
    }

    /// Rows taken until now.
    public long added() {
        return added;
    }

    /// What was not finished is gone.
    @Override
    public void close() throws IOException {
        channel.close();
        if (!finished) {
            Files.deleteIfExists(draft);
        }
    }
}
