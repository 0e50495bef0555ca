package io.countersign.audit.vault;

import io.countersign.audit.tokens.TokenKeys;
import io.countersign.schemas.Token;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// A vault that was opened: the whole file was found to be what was written. One that is replaced
/// afterwards stays what it was here. For one thread.
///
/// With the states key alone a token leads to a state ([#residence]); names and addresses take the
/// names key too ([#names]), and whoever opens them has had it approved and chained before.
public final class VaultFile implements AutoCloseable {
    private final FileChannel channel;
    private final Header header;
    private final VaultCipher states;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Header(
            Instant created,
            int firstYear,
            int years,
            long patients,
            long peopleBytes,
            byte[] statesKey,
            byte[] namesKey) {
        @Override
        public String toString() {
            return "Header[redacted]";
        }
    }

    private VaultFile(FileChannel channel, Header header, VaultCipher states) {
        this.channel = channel;
        this.header = header;
        this.states = states;
    }

    /// Opens a vault and checks all of it.
    ///
    /// @throws DamagedVaultException where it is none, was changed, or was written with another key
    public static VaultFile open(Path file, VaultKeys keys) throws IOException {
        byte[] kek = keys.statesKey();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        boolean opened = false;
        try {
            Header header = header(channel);
            VaultCipher states =
                    VaultCipher.unwrap(header.statesKey(), kek)
                            .orElseThrow(() ->
                                    new DamagedVaultException(
                                            "The vault was written with another states key"));
            long length = channel.size() - VaultFormat.TAG_BYTES;
            byte[] tag = read(channel, length, VaultFormat.TAG_BYTES);
            if (!MessageDigest.isEqual(tag, states.tag(VaultWriter.sha256(channel, length)))) {
                throw new DamagedVaultException("The vault was changed after it was written");
            }
            opened = true;
            return new VaultFile(channel, header, states);
        } finally {
            Arrays.fill(kek, (byte) 0);
            if (!opened) {
                channel.close();
            }
        }
    }

    private static Header header(FileChannel channel) throws IOException {
        long size = channel.size();
        if (size >= VaultFormat.HEADER_BYTES + VaultFormat.TAG_BYTES) {
            ByteBuffer in = ByteBuffer.wrap(read(channel, 0, VaultFormat.HEADER_BYTES));
            byte[] magic = new byte[VaultFormat.MAGIC.length];
            in.get(magic);
            Header header =
                    new Header(
                            Instant.ofEpochMilli(in.getLong()),
                            in.getInt(),
                            in.getInt(),
                            in.getLong(),
                            in.getLong(),
                            VaultCipher.wrapped(in),
                            VaultCipher.wrapped(in));
            boolean sound =
                    Arrays.equals(magic, VaultFormat.MAGIC)
                            && header.years() >= 1
                            && header.years() <= VaultFormat.MAX_YEARS
                            && header.patients() >= 0
                            && header.patients() <= VaultFormat.MAX_PATIENTS
                            && header.peopleBytes() >= 0
                            && header.peopleBytes() <= size
                            && size
                                    == VaultFormat.HEADER_BYTES
                                            + header.peopleBytes()
                                            + header.years()
                                                    * header.patients()
                                                    * VaultFormat.ROW_BYTES
                                            + VaultFormat.TAG_BYTES;
            if (sound) {
                return header;
            }
        }
        throw new DamagedVaultException("This is no vault, or not all of one");
    }

    private static byte[] read(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new DamagedVaultException("The vault ends early");
            }
        }
        return buffer.array();
    }

    public Instant created() {
        return header.created();
    }

    /// The first of the years whose tokens it knows.
    public int firstYear() {
        return header.firstYear();
    }

    public int lastYear() {
        return header.firstYear() + header.years() - 1;
    }

    public long patients() {
        return header.patients();
    }

    /// Where the patient of a subject token lives; empty where the vault has no such token.
    ///
    /// @throws DamagedVaultException where the row is not the one that was written for this token
    public Optional<Residence> residence(Token token) throws IOException {
        for (int i = 0; i < header.years(); i++) {
            Optional<Residence> found = residence(token, i);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Residence> residence(Token token, int table) throws IOException {
        long prefix = ByteBuffer.wrap(token.bytes()).getLong();
        long low = 0;
        long high = header.patients();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (Long.compareUnsigned(prefix(table, middle), prefix) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        boolean met = false;
        for (long row = low; row < header.patients() && prefix(table, row) == prefix; row++) {
            met = true;
            Optional<byte[]> plain =
                    states.open(
                            VaultFormat.stateNonce(header.firstYear() + table, row),
                            VaultFormat.stateContext(token.bytes()),
                            Arrays.copyOfRange(
                                    row(table, row),
                                    VaultFormat.PREFIX_BYTES,
                                    VaultFormat.ROW_BYTES));
            if (plain.isPresent()) {
                return Optional.of(VaultFormat.residence(plain.get()));
            }
        }
        // Another token of these eight bytes is a chance of one in 10^12.
        if (met) {
            throw new DamagedVaultException("The row of a token is not the one that was written");
        }
        return Optional.empty();
    }

    private long prefix(int table, long row) throws IOException {
        return ByteBuffer.wrap(read(channel, at(table, row), VaultFormat.PREFIX_BYTES)).getLong();
    }

    private byte[] row(int table, long row) throws IOException {
        return read(channel, at(table, row), VaultFormat.ROW_BYTES);
    }

    private long at(int table, long row) {
        return VaultFormat.HEADER_BYTES
                + header.peopleBytes()
                + (table * header.patients() + row) * VaultFormat.ROW_BYTES;
    }

    /// Opens the second lock.
    ///
    /// @param tokens by which a person is found to be the token's
    /// @throws DamagedVaultException where the vault was written with another names key
    public Names names(VaultKeys keys, TokenKeys tokens) throws IOException {
        byte[] kek = keys.namesKey();
        try {
            return new Names(
                    VaultCipher.unwrap(header.namesKey(), kek)
                            .orElseThrow(() ->
                                    new DamagedVaultException(
                                            "The vault was written with another names key")),
                    tokens);
        } finally {
            Arrays.fill(kek, (byte) 0);
        }
    }

    /// Names and addresses.
    public final class Names {
        private final VaultCipher names;
        private final TokenKeys tokens;

        private Names(VaultCipher names, TokenKeys tokens) {
            this.names = names;
            this.tokens = tokens;
        }

        /// Whose token it is; empty where the vault has no such token.
        ///
        /// @throws DamagedVaultException where the person is another token's
        public Optional<VaultPerson> of(Token token) throws IOException {
            for (int i = 0; i < header.years(); i++) {
                Optional<Residence> found = residence(token, i);
                if (found.isPresent()) {
                    VaultPerson person = person(found.get().patient());
                    Token own = person.token(tokens, header.firstYear() + i);
                    if (!MessageDigest.isEqual(own.bytes(), token.bytes())) {
                        throw new DamagedVaultException("A person stands in another's place");
                    }
                    return Optional.of(person);
                }
            }
            return Optional.empty();
        }

        private VaultPerson person(long place) throws IOException {
            long at = VaultFormat.HEADER_BYTES + place;
            long left = header.peopleBytes() - place - Short.BYTES;
            if (place >= 0 && left > 0) {
                int length =
                        Short.toUnsignedInt(
                                ByteBuffer.wrap(read(channel, at, Short.BYTES)).getShort());
                if (length <= left) {
                    Optional<byte[]> plain =
                            names.open(
                                    VaultFormat.personNonce(place),
                                    VaultFormat.personContext(place),
                                    read(channel, at + Short.BYTES, length));
                    if (plain.isPresent()) {
                        return VaultFormat.person(plain.get());
                    }
                }
            }
            throw new DamagedVaultException("A person is not the one that was written");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return "VaultFile[" + header.patients() + " patients]";
    }
}
