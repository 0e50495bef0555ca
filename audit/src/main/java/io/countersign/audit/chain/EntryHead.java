package io.countersign.audit.chain;

import io.countersign.audit.chain.MalformedEntryException.Reason;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// The first six fields of an entry, which every kind has: what is needed to follow a chain.
/// Reading them costs a tenth of reading the entry.
public record EntryHead(
        EntryKind kind,
        String chain,
        long seq,
        Hash prev,
        Incarnation incarnation,
        long timeMillis) {
    private static final int INCARNATION_BYTES = 16;

    public EntryHead {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(chain, "chain");
        Objects.requireNonNull(prev, "prev");
        Objects.requireNonNull(incarnation, "incarnation");
    }

    /// Reads the head of a leaf that this version's schema wrote.
    ///
    /// @throws MalformedEntryException also where the leaf has another fingerprint
    public static EntryHead of(byte[] leaf) {
        if (EntryCodec.fingerprint(leaf) != EntryCodec.FINGERPRINT) {
            throw new MalformedEntryException(Reason.UNKNOWN_FINGERPRINT);
        }
        return new Reader(leaf, EntryCodec.HEADER_BYTES).head();
    }

    /// Reads the head of a leaf of any version: its fields come first in every schema of entries
    /// (`docs/spec/entry.md`).
    ///
    /// @throws MalformedEntryException where the leaf does not begin as an entry does
    public static EntryHead ofAnyVersion(byte[] leaf) {
        EntryCodec.requireHeader(leaf);
        return new Reader(leaf, EntryCodec.HEADER_BYTES).head();
    }

    private static final class Reader {
        private static final EntryKind[] KINDS = EntryKind.values();

        private final byte[] bytes;
        private int position;

        Reader(byte[] bytes, int position) {
            this.bytes = bytes;
            this.position = position;
        }

        EntryHead head() {
            long kind = varint();
            if (kind < 0 || kind >= KINDS.length) {
                throw new MalformedEntryException(Reason.BAD_BODY);
            }
            long chars = varint();
            if (chars < 0 || chars > ChainId.MAX_CHARS) {
                throw new MalformedEntryException(Reason.BAD_BODY);
            }
            String chain = new String(take((int) chars), StandardCharsets.US_ASCII);
            long seq = varint();
            Hash prev = new Hash(take(LeafHash.BYTES));
            Incarnation incarnation = new Incarnation(take(INCARNATION_BYTES));
            return new EntryHead(KINDS[(int) kind], chain, seq, prev, incarnation, varint());
        }

        private byte[] take(int count) {
            if (count > bytes.length - position) {
                throw new MalformedEntryException(Reason.BAD_BODY);
            }
            position += count;
            return Arrays.copyOfRange(bytes, position - count, position);
        }

        private long varint() {
            long value = 0;
            for (int shift = 0; shift < 70; shift += 7) {
                if (position >= bytes.length) {
                    break;
                }
                byte b = bytes[position++];
                value |= (b & 0x7FL) << shift;
                if (b >= 0) {
                    return (value >>> 1) ^ -(value & 1);
                }
            }
            throw new MalformedEntryException(Reason.BAD_BODY);
        }
    }
}
