package io.countersign.detectors.phi.model;

import io.countersign.detectors.phi.engine.Lexicon;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// The weights of a linear-chain model over four labels: a table of hashed features and a small
/// table of transitions. Immutable once read, so threads share it.
///
/// A row of the feature table is one `long`: four lanes of 16 bits, one for each label, each a
/// weight plus [#LANE_BIAS]. Rows are added as they are: at most [#MAX_FEATURES] rows of at most 2
/// [#LANE_BIAS] stay below 2^16, so no lane overflows into the next.
///
/// File, little-endian:
///
/// ```
/// 0   8  magic "CSNAMES1"
/// 8   4  bits: the table has 2^bits rows (10 to 20)
/// 12  4  features of one token
/// 16  8  hash over words of many lengths: the word hash that the rows were made for
/// 24  2 x 24 x 16  transitions [gap][label before][label], signed
/// 792 8 x 2^bits   rows
/// end 4  CRC-32C of all before
/// ```
public final class NameModel {
    public static final int NONE = 0;

    /// A patient, relative, clinician or anybody else.
    public static final int PERSON = 1;

    /// City, street line, facility.
    public static final int PLACE = 2;

    /// A company, agency, team: no identifier, told apart so that it is no person.
    public static final int ORGANISATION = 3;

    public static final int LABELS = 4;

    /// Weights per unit of log-odds.
    public static final int SCALE = 100;

    static final int LANE_BIAS = 1023;
    static final int MAX_FEATURES = 32;
    static final int GAPS = 24;
    static final int MIN_BITS = 10;
    static final int MAX_BITS = 20;
    static final int HEADER = 24;
    static final byte[] MAGIC = {'C', 'S', 'N', 'A', 'M', 'E', 'S', '1'};

    private static final String RESOURCE = "names.model";

    /// Finds nothing.
    static final NameModel NOTHING =
            new NameModel(MIN_BITS, new long[1 << MIN_BITS], new int[GAPS * LABELS * LABELS]);

    private final int bits;
    final long[] rows;

    /// [gap x 16 + before x 4 + label].
    final int[] transitions;

    private NameModel(int bits, long[] rows, int[] transitions) {
        this.bits = bits;
        this.rows = rows;
        this.transitions = transitions;
    }

    /// The model that ships with the detector.
    ///
    /// @throws IllegalStateException where the resource is missing or damaged
    public static NameModel load() {
        try (InputStream in = NameModel.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("resource missing: " + RESOURCE);
            }
            return read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The table has 2^bits rows.
    int bits() {
        return bits;
    }

    /// Reads a model file.
    ///
    /// @throws IllegalArgumentException where it is none, is damaged or was made for another hash
    public static NameModel read(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < HEADER || !java.util.Arrays.equals(MAGIC, 0, 8, file, 0, 8)) {
            throw new IllegalArgumentException("no name model");
        }
        int bits = in.getInt(8);
        if (bits < MIN_BITS || bits > MAX_BITS) {
            throw new IllegalArgumentException("table size out of range");
        }
        int transitionCount = GAPS * LABELS * LABELS;
        int table = HEADER + 2 * transitionCount;
        int end = table + (Long.BYTES << bits);
        if (file.length != end + Integer.BYTES) {
            throw new IllegalArgumentException("length is not that of its table");
        }
        if (in.getInt(12) != SegmentFeatures.FEATURES || in.getLong(16) != probe()) {
            throw new IllegalArgumentException("made for other features");
        }
        CRC32C sum = new CRC32C();
        sum.update(file, 0, end);
        if ((int) sum.getValue() != in.getInt(end)) {
            throw new IllegalArgumentException("checksum differs");
        }
        int[] transitions = new int[transitionCount];
        for (int i = 0; i < transitionCount; i++) {
            transitions[i] = in.getShort(HEADER + 2 * i);
        }
        long[] rows = new long[1 << bits];
        in.position(table);
        in.slice().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(rows);
        return new NameModel(bits, rows, transitions);
    }

    /// What the header holds of the word hash.
    static long probe() {
        long probe = 0;
        String word = "Überweisungsscheinausgabestelle";
        for (int length = 1; length <= word.length(); length++) {
            String tail = word.substring(word.length() - length);
            probe = Long.rotateLeft(probe, 7) ^ Lexicon.hash(tail);
        }
        return probe;
    }
}
