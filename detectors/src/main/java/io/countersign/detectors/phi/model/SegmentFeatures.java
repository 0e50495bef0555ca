package io.countersign.detectors.phi.model;

import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The features of the tokens of some segments, as rows of the model's table.
///
/// What features are made of is worked out once for each token of a segment and for two on either
/// side, and the rows of many tokens are summed in one go: the table is larger than the cache, and
/// only loads that follow each other closely wait for memory at the same time.
final class SegmentFeatures {
    /// Rows that are added for one token.
    static final int FEATURES = 27;

    /// Tokens on either side that features look at.
    private static final int BESIDE = 2;

    /// Slots of one batch.
    private static final int CAPACITY = 512;

    /// What a class feature may see of a word: levels whole.
    private static final long FINE =
            0x3fL
                    | WordClass.MEDICAL
                    | WordClass.DRUG
                    | WordClass.EPONYM
                    | WordClass.ABBREVIATION
                    | WordClass.DISEASE
                    | WordClass.CITY
                    | WordClass.SMALL_PLACE
                    | WordClass.COUNTRY
                    | WordClass.STATE
                    | WordClass.STATE_CODE
                    | WordClass.HOSPITAL
                    | WordClass.MONTH
                    | WordClass.WEEKDAY
                    | WordClass.STREET_SUFFIX
                    | WordClass.FACILITY_HEAD
                    | WordClass.FACILITY_PART
                    | WordClass.CLINICIAN_TITLE
                    | WordClass.PERSON_TITLE
                    | WordClass.RELATIVE
                    | WordClass.PARTICLE
                    | WordClass.ORGANISATION
                    | WordClass.EPONYM_HEAD;

    /// Levels by their upper bit only, for features over several words.
    private static final long COARSE =
            2L
                    | 8L
                    | 32L
                    | WordClass.MEDICAL
                    | WordClass.DRUG
                    | WordClass.CITY
                    | WordClass.SMALL_PLACE
                    | WordClass.COUNTRY
                    | WordClass.STATE
                    | WordClass.STATE_CODE
                    | WordClass.MONTH
                    | WordClass.STREET_SUFFIX
                    | WordClass.FACILITY_HEAD
                    | WordClass.FACILITY_PART
                    | WordClass.CLINICIAN_TITLE
                    | WordClass.PERSON_TITLE
                    | WordClass.RELATIVE
                    | WordClass.PARTICLE
                    | WordClass.ORGANISATION
                    | WordClass.EPONYM_HEAD;

    // One odd multiplier for each feature.
    private static final long[] M = multipliers();

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int BLANKS = 0x20202020;

    private final int shift;
    private final long[] word = new long[CAPACITY];
    private final long[] coarse = new long[CAPACITY];
    private final long[] fine = new long[CAPACITY];
    private final long[] kinds = new long[CAPACITY];
    private final long[] gaps = new long[CAPACITY];
    private final long[] suffix = new long[CAPACITY];
    private final long[] prefix = new long[CAPACITY];
    private final long[] sizes = new long[CAPACITY];
    private final long[] runs = new long[CAPACITY];

    private final int[] rows = new int[FEATURES * CAPACITY];
    private final long[] sums = new long[CAPACITY];
    private int slots;
    private int nextToken = Integer.MIN_VALUE;

    /// @param bits the model's table has 2^bits rows
    SegmentFeatures(int bits) {
        shift = Long.SIZE - bits;
    }

    private static long[] multipliers() {
        long[] m = new long[FEATURES];
        long x = 0x9E3779B97F4A7C15L;
        for (int i = 0; i < m.length; i++) {
            x = x * 0xD1342543DE82EF95L + 0x2545F4914F6CDD1DL;
            m[i] = (x ^ (x >>> 31)) | 1;
        }
        return m;
    }

    void clear() {
        slots = 0;
        nextToken = Integer.MIN_VALUE;
    }

    /// Whether a segment of this many tokens may be added.
    boolean room(int tokens) {
        return slots + tokens + 2 * BESIDE <= CAPACITY;
    }

    /// Adds the tokens of a segment, which lies behind those added before. Returns the slot of its
    /// first token; the others follow.
    int add(Tokens t, int from, int to) {
        int next = Math.max(nextToken, from - BESIDE);
        int first = slots + from - next;
        for (; next < to + BESIDE; next++) {
            context(t, next, slots++);
        }
        nextToken = next;
        long length = Math.min(to - from, 12) * 4L;
        for (int i = from; i < to; i++) {
            int slot = first + i - from;
            letters(t, i, slot);
            runs[slot] = length + (i == from ? 1 : 0) + (i == to - 1 ? 2 : 0);
        }
        return first;
    }

    /// The row of a feature of the token in a slot, after [#hash].
    int row(int feature, int slot) {
        return rows[slot * FEATURES + feature];
    }

    private void context(Tokens t, int i, int slot) {
        int count = t.count();
        gaps[slot] = i < 0 || i > count ? 0 : gapCode(t, i) + 1L;
        if (i < 0 || i >= count) {
            word[slot] = 0x5851F42D4C957F2DL;
            coarse[slot] = 0x1234567;
            fine[slot] = 0x7654321;
            kinds[slot] = Tokens.LOWER;
            return;
        }
        byte k = t.kind(i);
        long bits = t.bits(i);
        word[slot] =
                k == Tokens.DIGITS
                        ? (0xB5297A4D3F84D5B5L + Math.min(7, t.length(i))) * 0xC2B2AE3D27D4EB4FL
                        : t.hash(i);
        coarse[slot] = ((bits & COARSE) * 0x9FB21C651E98DF25L) ^ (long) k << 17;
        fine[slot] = ((bits & FINE) * 0xA24BAED4963EE407L) ^ (long) k << 21;
        kinds[slot] = k;
    }

    /// The first three and the last four bytes of a word, in lower case.
    private void letters(Tokens t, int i, int slot) {
        int start = t.start(i);
        int end = t.end(i);
        int length = end - start;
        sizes[slot] = Math.min(length, 12);
        long last = 0;
        long first = 0;
        if (kinds[slot] != Tokens.DIGITS) {
            byte[] b = t.bytes();
            if (end >= Integer.BYTES && start <= b.length - Integer.BYTES) {
                int inside = length >= Integer.BYTES ? -1 : (1 << (8 * length)) - 1;
                last = (((int) INTS.get(b, end - Integer.BYTES) | BLANKS) & inside) & 0xffffffffL;
                first =
                        (((int) INTS.get(b, start) | BLANKS) & 0xffffffffL)
                                >>> (8 * Math.max(1, 4 - length));
            } else {
                for (int k = Math.max(start, end - 4); k < end; k++) {
                    last = last << 8 | ((b[k] | 0x20) & 0xff);
                }
                for (int k = start; k < Math.min(end, start + 3); k++) {
                    first = first << 8 | ((b[k] | 0x20) & 0xff);
                }
            }
        }
        suffix[slot] = last;
        prefix[slot] = first;
    }

    /// Gaps in few kinds: the most telling character, 0 for a blank, 1 for nothing between.
    static int gapCode(Tokens t, int i) {
        int gap = t.gap(i) & 0xffffff;
        int telling = gap & ~Gap.SPACE;
        return telling == 0
                ? (gap == 0 ? 0 : 1)
                : Math.min(NameModel.GAPS - 1, 32 - Integer.numberOfLeadingZeros(telling));
    }

    private static long pair(long a, long b) {
        return (a ^ Long.rotateLeft(b, 27)) * 0xD6E8FEB86659FD93L + b;
    }

    private static int row(long value, long multiplier, int shift) {
        long mixed = (value ^ (value >>> 32)) * multiplier;
        return (int) ((mixed ^ (mixed << 23)) >>> shift);
    }

    /// Works out the rows of this many tokens of a segment, the first in this slot.
    void hash(int first, int tokens) {
        for (int slot = first; slot < first + tokens; slot++) {
            hash(slot);
        }
    }

    /// Sums the rows of a table, after [#hash], for this many tokens, the first in this slot.
    void sum(long[] table, int first, int tokens) {
        int[] r = rows;
        for (int slot = first; slot < first + tokens; slot++) {
            long sum = 0;
            int at = slot * FEATURES;
            for (int past = at + FEATURES; at < past; at++) {
                sum += table[r[at]];
            }
            sums[slot] = sum;
        }
    }

    /// What [#sum] found for a token.
    long sum(int slot) {
        return sums[slot];
    }

    private void hash(int j) {
        long w = word[j];
        long w1 = word[j - 1];
        long w2 = word[j - 2];
        long x1 = word[j + 1];
        long x2 = word[j + 2];
        long c = coarse[j];
        long c1 = coarse[j - 1];
        long c2 = coarse[j - 2];
        long d1 = coarse[j + 1];
        long d2 = coarse[j + 2];
        long f = fine[j];
        long f1 = fine[j - 1];
        long g1 = fine[j + 1];
        long kind = kinds[j] + 1;
        long gap = gaps[j];
        long after = gaps[j + 1];
        long gap1 = gaps[j - 1];
        long after2 = gaps[j + 2];
        long last = suffix[j];
        long first = prefix[j];
        long size = sizes[j];
        int[] out = rows;
        int s = shift;
        int n = j * FEATURES;
        out[n] = row(pair(w, kind), M[0], s);
        out[n + 1] = row(w, M[1], s);
        out[n + 2] = row(pair(w1, gap), M[2], s);
        out[n + 3] = row(pair(x1, after), M[3], s);
        out[n + 4] = row(w2, M[4], s);
        out[n + 5] = row(x2, M[5], s);
        out[n + 6] = row(pair(w1, w), M[6], s);
        out[n + 7] = row(pair(w, x1), M[7], s);
        out[n + 8] = row(pair(pair(w2, w1), kind), M[8], s);
        out[n + 9] = row(pair(pair(x1, x2), kind), M[9], s);
        out[n + 10] = row(pair(w1, pair(f, gap)), M[10], s);
        out[n + 11] = row(pair(x1, pair(f, after)), M[11], s);
        out[n + 12] = row(pair(last, kind), M[12], s);
        out[n + 13] = row(pair(last & 0xffffff, kind), M[13], s);
        out[n + 14] = row(pair(last & 0xffff, pair(kind, size)), M[14], s);
        out[n + 15] = row(pair(first, kind), M[15], s);
        out[n + 16] = row(f, M[16], s);
        out[n + 17] = row(pair(f, pair(size, gap * 32 + after)), M[17], s);
        out[n + 18] = row(pair(pair(f1, f), gap), M[18], s);
        out[n + 19] = row(pair(pair(f, g1), after), M[19], s);
        out[n + 20] = row(pair(pair(c2, c1), pair(c, gap * 32 + gap1)), M[20], s);
        out[n + 21] = row(pair(pair(d2, d1), pair(c, after * 32 + after2)), M[21], s);
        out[n + 22] = row(pair(pair(c1, d1), pair(c, gap * 32 + after)), M[22], s);
        long around =
                ((kinds[j - 2] * 8 + kinds[j - 1]) * 8 + kind) * 64
                        + kinds[j + 1] * 8
                        + kinds[j + 2];
        out[n + 23] = row(pair(around, ((gap1 * 32 + gap) * 32 + after) * 32 + after2), M[23], s);
        out[n + 24] = row(pair(runs[j], f), M[24], s);
        out[n + 25] = row(pair(pair(w2, gap1), f), M[25], s);
        out[n + 26] = row(pair(x2, pair(f, after2)), M[26], s);
    }
}
