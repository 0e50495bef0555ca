package io.countersign.audit.vault;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.CipherOutputStream;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Brings the rows of one year into the order of their tokens with the memory of a part of them:
/// tokens are as good as random, so that their first bits part them evenly. The parts lie in files
/// beside the vault for as long as that takes, encrypted under a key that is in memory only.
final class TokenSort implements AutoCloseable {
    /// Of 20 million patients one part has some 310,000 rows.
    private static final int PARTS = 64;

    private static final int BUFFER = 16 * 1024;
    private static final int KEY_BYTES = 32;
    private static final int TOKEN_BYTES = 32;

    private final List<Path> files = new ArrayList<>();
    private final List<DataOutputStream> outputs = new ArrayList<>();
    private final SecretKeySpec key;

    /// A row before it is sealed.
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Row(byte[] token, long place, String state) {}

    /// Takes rows in order.
    @FunctionalInterface
    interface Sorted {
        void row(Row row) throws IOException;
    }

    /// @param beside the files are named after it
    TokenSort(Path beside, SecureRandom random) throws IOException {
        byte[] secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        key = new SecretKeySpec(secret, "AES");
        Arrays.fill(secret, (byte) 0);
        for (int part = 0; part < PARTS; part++) {
            Path file = beside.resolveSibling(beside.getFileName() + ".sort-" + part);
            Files.deleteIfExists(file);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            files.add(file);
            OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE);
            outputs.add(
                    new DataOutputStream(
                            new BufferedOutputStream(
                                    new CipherOutputStream(out, cipher(Cipher.ENCRYPT_MODE, part)),
                                    BUFFER)));
        }
    }

    void add(Row row) throws IOException {
        DataOutputStream out = outputs.get(((row.token()[0] & 0xFF) * PARTS) >> 8);
        out.write(row.token());
        out.write(VaultFormat.row(row.place(), row.state()));
    }

    /// Gives all rows in the order of their tokens; of several with one token that of the last
    /// place.
    ///
    /// @return how many
    long sorted(Sorted sorted) throws IOException {
        long count = 0;
        for (int part = 0; part < PARTS; part++) {
            outputs.get(part).close();
            List<Row> rows = rows(part);
            rows.sort((one, other) -> {
                int order = Arrays.compareUnsigned(one.token(), other.token());
                return order != 0 ? order : Long.compare(one.place(), other.place());
            });
            for (int i = 0; i < rows.size(); i++) {
                boolean last =
                        i + 1 == rows.size()
                                || !Arrays.equals(rows.get(i).token(), rows.get(i + 1).token());
                if (last) {
                    sorted.row(rows.get(i));
                    count++;
                }
            }
            Files.delete(files.get(part));
        }
        return count;
    }

    private List<Row> rows(int part) throws IOException {
        List<Row> rows = new ArrayList<>();
        int rest = VaultFormat.PLACE_BYTES + VaultFormat.STATE_BYTES;
        long count = Files.size(files.get(part)) / (TOKEN_BYTES + rest);
        try (InputStream in = Files.newInputStream(files.get(part));
                DataInputStream all =
                        new DataInputStream(
                                new BufferedInputStream(
                                        new CipherInputStream(
                                                in, cipher(Cipher.DECRYPT_MODE, part)),
                                        BUFFER))) {
            for (long i = 0; i < count; i++) {
                byte[] token = new byte[TOKEN_BYTES];
                byte[] row = new byte[rest];
                all.readFully(token);
                all.readFully(row);
                Residence residence = VaultFormat.residence(row);
                rows.add(new Row(token, residence.patient(), residence.state()));
            }
        }
        return rows;
    }

    /// A part has a counter of its own; the key is drawn for each year.
    private Cipher cipher(int mode, int part) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    mode, key, new IvParameterSpec(ByteBuffer.allocate(16).putInt(part).array()));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES is missing", e);
        }
    }

    @Override
    public void close() throws IOException {
        for (DataOutputStream out : outputs) {
            out.close();
        }
        for (Path file : Set.copyOf(files)) {
            Files.deleteIfExists(file);
        }
    }
}
