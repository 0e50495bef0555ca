package io.countersign.detectors.patients;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/// Makes the bytes of a patient index. Holds hashes only: about 24 bytes for each token and 16 for
/// each patient. For one thread.
public final class PatientIndexBuilder {
    /// More patients do not fit one index.
    public static final int MAX_PATIENTS = 50_000_000;

    /// More tokens do not fit one index.
    public static final int MAX_TOKENS = 200_000_000;

    private final PatientKeys keys;
    private final SipHash prefilter;
    private final Mac confirm;
    private final Cipher record;
    private long[] hashes = new long[1024];
    private long[] confirms = new long[1024];
    private int[] owners = new int[1024];
    private int tokens;
    private byte[] records = new byte[1024 * PatientIndexFormat.PATIENT_BYTES];
    private int patients;
    private int current = -1;
    private long[] mrnHashes = new long[4096];
    private int[] mrnOwners = new int[4096];

    public PatientIndexBuilder(PatientKeys keys) {
        this.keys = keys;
        prefilter = keys.prefilter();
        confirm = keys.confirm();
        record = keys.record(Cipher.ENCRYPT_MODE);
    }

    /// Begins a patient, or goes on with one whose MRN came before; the tokens that follow are this
    /// patient's. The MRN is a token too.
    ///
    /// @param mrn in its one spelling
    /// @return false where it is empty or longer than 15 bytes: then no patient was begun
    public boolean patient(String mrn) {
        byte[] utf8 = mrn.getBytes(StandardCharsets.UTF_8);
        if (utf8.length == 0 || utf8.length > PatientIndexFormat.MAX_MRN_BYTES) {
            return false;
        }
        byte[] key = new byte[1 + utf8.length];
        key[0] = TokenKind.MRN.letter();
        System.arraycopy(utf8, 0, key, 1, utf8.length);
        int slot = slot(prefilter.hash(key, 0, key.length));
        if (mrnOwners[slot] > 0) {
            current = mrnOwners[slot] - 1;
            return true;
        }
        if (patients == MAX_PATIENTS) {
            throw new IllegalStateException("more than " + MAX_PATIENTS + " patients");
        }
        byte[] plain = new byte[PatientIndexFormat.PATIENT_BYTES];
        plain[0] = (byte) utf8.length;
        System.arraycopy(utf8, 0, plain, 1, utf8.length);
        int at = patients * PatientIndexFormat.PATIENT_BYTES;
        if (at + PatientIndexFormat.PATIENT_BYTES > records.length) {
            records = Arrays.copyOf(records, grown(records.length));
        }
        try {
            System.arraycopy(record.doFinal(plain), 0, records, at, plain.length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES failed", e);
        }
        current = patients++;
        mrnHashes[slot] = prefilter.hash(key, 0, key.length);
        mrnOwners[slot] = patients;
        if (patients * 2 > mrnOwners.length) {
            rehash();
        }
        token(TokenKind.MRN, mrn);
        return true;
    }

    /// Where the patient of an MRN stands, or shall stand. Two MRNs of one keyed 64-bit hash would
    /// be one patient: with ten million patients the odds are one in 400,000.
    private int slot(long hash) {
        int slot = (int) hash & (mrnOwners.length - 1);
        while (mrnOwners[slot] > 0 && mrnHashes[slot] != hash) {
            slot = (slot + 1) & (mrnOwners.length - 1);
        }
        return slot;
    }

    private void rehash() {
        long[] oldHashes = mrnHashes;
        int[] oldOwners = mrnOwners;
        mrnHashes = new long[oldHashes.length * 2];
        mrnOwners = new int[oldHashes.length * 2];
        for (int i = 0; i < oldOwners.length; i++) {
            if (oldOwners[i] > 0) {
                int slot = slot(oldHashes[i]);
                mrnHashes[slot] = oldHashes[i];
                mrnOwners[slot] = oldOwners[i];
            }
        }
    }

    /// Adds a value of the patient begun last, in its one spelling. Empty and overlong ones are
    /// left out.
    public void token(TokenKind kind, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        if (current < 0) {
            throw new IllegalStateException("no patient was begun");
        }
        if (text.length == 0 || text.length > PatientIndex.MAX_VALUE_BYTES) {
            return;
        }
        if (tokens == MAX_TOKENS) {
            throw new IllegalStateException("more than " + MAX_TOKENS + " tokens");
        }
        if (tokens == hashes.length) {
            hashes = Arrays.copyOf(hashes, grown(tokens));
            confirms = Arrays.copyOf(confirms, hashes.length);
            owners = Arrays.copyOf(owners, hashes.length);
        }
        byte[] bytes = new byte[1 + text.length];
        bytes[0] = kind.letter();
        System.arraycopy(text, 0, bytes, 1, text.length);
        hashes[tokens] = prefilter.hash(bytes, 0, bytes.length);
        confirms[tokens] = ByteBuffer.wrap(confirm.doFinal(bytes)).getLong();
        owners[tokens] = current;
        tokens++;
    }

    private static int grown(int length) {
        return length + (length >> 1);
    }

    public int patients() {
        return patients;
    }

    public int tokens() {
        return tokens;
    }

    /// Writes the index; the stream is left open.
    ///
    /// @param created when the patients were exported
    /// @param unique 16 random bytes, so that two indexes never look alike
    public void write(OutputStream stream, Instant created, byte[] unique) throws IOException {
        if (unique.length != PatientIndexFormat.UNIQUE_BYTES) {
            throw new IllegalArgumentException(
                    "unique has " + PatientIndexFormat.UNIQUE_BYTES + " bytes");
        }
        sort();
        int bits = PatientIndexFormat.bucketBits(tokens);
        MessageDigest digest = PatientIndex.sha256Digest();
        DataOutputStream out = new DataOutputStream(new DigestOutputStream(stream, digest));
        out.write(header(bits, created, unique));
        directory(out, bits);
        ByteBuffer token = ByteBuffer.allocate(PatientIndexFormat.TOKEN_BYTES);
        for (int i = 0; i < tokens; i++) {
            token.clear();
            token.putLong(hashes[i]).putLong(confirms[i]).putInt(owners[i]);
            out.write(token.array());
        }
        out.write(records, 0, patients * PatientIndexFormat.PATIENT_BYTES);
        out.flush();
        stream.write(keys.file().doFinal(digest.digest()));
    }

    private byte[] header(int bits, Instant created, byte[] unique) {
        ByteBuffer header = ByteBuffer.allocate(PatientIndexFormat.HEADER_BYTES);
        header.put(PatientIndexFormat.MAGIC)
                .putInt(PatientIndexFormat.VERSION)
                .putInt(bits)
                .putLong(tokens)
                .putLong(patients)
                .putLong(created.toEpochMilli())
                .put(unique);
        header.put(PatientIndex.keyCheck(keys, header.array()));
        return header.array();
    }

    private void directory(DataOutputStream out, int bits) throws IOException {
        int token = 0;
        for (long bucket = 0; bucket < 1L << bits; bucket++) {
            while (token < tokens && PatientIndexFormat.bucket(hashes[token], bits) < bucket) {
                token++;
            }
            out.writeInt(token);
        }
        out.writeInt(tokens);
    }

    // ---- three arrays sorted as one: quicksort on unsigned hash, confirm, owner; keyed hashes are
    // uniform, so that its worst case needs the key ----

    private static final int SMALL = 24;

    private void sort() {
        sort(0, tokens - 1);
        int kept = 0;
        for (int i = 0; i < tokens; i++) {
            if (kept == 0 || compare(kept - 1, hashes[i], confirms[i], owners[i]) != 0) {
                swap(kept++, i);
            }
        }
        tokens = kept;
    }

    private void sort(int from, int to) {
        int low = from;
        int high = to;
        while (high - low > SMALL) {
            int middle = partition(low, high);
            if (middle - low < high - middle) {
                sort(low, middle);
                low = middle + 1;
            } else {
                sort(middle + 1, high);
                high = middle;
            }
        }
        for (int i = low + 1; i <= high; i++) {
            for (int j = i; j > low && compare(j - 1, hashes[j], confirms[j], owners[j]) > 0; j--) {
                swap(j, j - 1);
            }
        }
    }

    private int partition(int low, int high) {
        int middle = (low + high) >>> 1;
        long hash = hashes[middle];
        long confirmed = confirms[middle];
        int owner = owners[middle];
        int i = low - 1;
        int j = high + 1;
        while (true) {
            do {
                i++;
            } while (compare(i, hash, confirmed, owner) < 0);
            do {
                j--;
            } while (compare(j, hash, confirmed, owner) > 0);
            if (i >= j) {
                return j;
            }
            swap(i, j);
        }
    }

    private int compare(int index, long hash, long confirmed, int owner) {
        int order = Long.compareUnsigned(hashes[index], hash);
        if (order == 0) {
            order = Long.compareUnsigned(confirms[index], confirmed);
        }
        return order == 0 ? Integer.compare(owners[index], owner) : order;
    }

    private void swap(int i, int j) {
        long hash = hashes[i];
        hashes[i] = hashes[j];
        hashes[j] = hash;
        long confirmed = confirms[i];
        confirms[i] = confirms[j];
        confirms[j] = confirmed;
        int owner = owners[i];
        owners[i] = owners[j];
        owners[j] = owner;
    }

    @Override
    public String toString() {
        return "PatientIndexBuilder[" + patients + " patients, " + tokens + " tokens]";
    }
}
