package io.countersign.audit.chain;

import io.countersign.audit.chain.MalformedEntryException.Reason;
import org.apache.avro.Schema;

/// Finds where an Avro value ends without making it. A reader reserves room for whatever element
/// count the bytes claim; after this walk every count and length is known to lie within the bytes
/// that are there.
final class BodyWalk {
    /// Deeper than any schema of ours nests.
    private static final int MAX_DEPTH = 32;

    private final byte[] bytes;
    private final int limit;
    private int position;

    /// Items of arrays, so that items of no bytes cannot go on for ever.
    private int itemsLeft = EntryCodec.MAX_BODY_BYTES;

    private BodyWalk(byte[] bytes, int offset, int limit) {
        this.bytes = bytes;
        this.position = offset;
        this.limit = limit;
    }

    /// @return the index after the value
    static int end(Schema schema, byte[] bytes, int offset, int limit) {
        BodyWalk walk = new BodyWalk(bytes, offset, limit);
        walk.skip(schema, 0);
        return walk.position;
    }

    private void skip(Schema schema, int depth) {
        if (depth > MAX_DEPTH) {
            throw damaged();
        }
        switch (schema.getType()) {
            case NULL -> {}
            case BOOLEAN -> advance(1);
            case INT, LONG -> varint();
            case FLOAT -> advance(Float.BYTES);
            case DOUBLE -> advance(Double.BYTES);
            case STRING, BYTES -> advance(varint());
            case FIXED -> advance(schema.getFixedSize());
            case ENUM -> index(schema.getEnumSymbols().size());
            case UNION -> skip(schema.getTypes().get(index(schema.getTypes().size())), depth + 1);
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    skip(field.schema(), depth + 1);
                }
            }
            case ARRAY -> skipArray(schema.getElementType(), depth + 1);
            case MAP ->
                    throw damaged(); // docs/spec/entry.md: no maps, since their order is nobody's.
        }
    }

    private void skipArray(Schema element, int depth) {
        while (true) {
            long count = varint();
            if (count == 0) {
                return;
            }
            // A negative count and a size in bytes is another legal form of a block; ours never
            // writes it.
            if (count < 0 || count > itemsLeft) {
                throw damaged();
            }
            itemsLeft -= (int) count;
            for (long i = 0; i < count; i++) {
                skip(element, depth);
            }
        }
    }

    private int index(int size) {
        long value = varint();
        if (value < 0 || value >= size) {
            throw damaged();
        }
        return (int) value;
    }

    private void advance(long count) {
        if (count < 0 || count > limit - position) {
            throw damaged();
        }
        position += (int) count;
    }

    /// Avro's zigzag variable-length number, at most ten bytes.
    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (position >= limit) {
                throw damaged();
            }
            byte b = bytes[position++];
            value |= (b & 0x7FL) << shift;
            if (b >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw damaged();
    }

    private static MalformedEntryException damaged() {
        return new MalformedEntryException(Reason.BAD_BODY);
    }
}
