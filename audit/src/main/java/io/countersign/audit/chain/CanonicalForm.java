package io.countersign.audit.chain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/// Whether an Avro body is spelt as `docs/spec/entry.md` wants it: shortest numbers, each array in
/// one block, well-formed UTF-8, nothing after the end. Walks the bytes along the schema and makes
/// no objects, so that a verifier can afford it for every entry. Says the same as decoding,
/// encoding again and comparing. Safe for any thread; work is linear in the body.
public final class CanonicalForm {
    private static final int MAX_LONG_BYTES = 10;

    private enum Kind {
        NULL,
        BOOLEAN,
        INT,
        LONG,
        FIXED,
        BYTES,
        STRING,
        ENUM,
        ARRAY,
        UNION,
        RECORD
    }

    private static final class Node {
        final Kind kind;
        final List<Node> children = new ArrayList<>();
        final int number;

        Node(Kind kind, int number) {
            this.kind = kind;
            this.number = number;
        }
    }

    private final Node top;

    private CanonicalForm(Node top) {
        this.top = top;
    }

    /// For the bodies of a schema; `IllegalArgumentException` for types that entries do not have.
    public static CanonicalForm of(Schema schema) {
        return new CanonicalForm(node(schema, new HashMap<>()));
    }

    private static Node node(Schema schema, Map<String, Node> named) {
        return switch (schema.getType()) {
            case NULL -> new Node(Kind.NULL, 0);
            case BOOLEAN -> new Node(Kind.BOOLEAN, 0);
            case INT -> new Node(Kind.INT, 0);
            case LONG -> new Node(Kind.LONG, 0);
            case BYTES -> new Node(Kind.BYTES, 0);
            case STRING -> new Node(Kind.STRING, 0);
            case FIXED -> new Node(Kind.FIXED, schema.getFixedSize());
            case ENUM -> new Node(Kind.ENUM, schema.getEnumSymbols().size());
            case ARRAY -> {
                Node array = new Node(Kind.ARRAY, 0);
                array.children.add(node(schema.getElementType(), named));
                yield array;
            }
            case UNION -> {
                Node union = new Node(Kind.UNION, 0);
                for (Schema branch : schema.getTypes()) {
                    union.children.add(node(branch, named));
                }
                yield union;
            }
            case RECORD -> {
                Node known = named.get(schema.getFullName());
                if (known != null) {
                    yield known;
                }
                Node record = new Node(Kind.RECORD, 0);
                named.put(schema.getFullName(), record);
                for (Schema.Field field : schema.getFields()) {
                    record.children.add(node(field.schema(), named));
                }
                yield record;
            }
            case MAP, FLOAT, DOUBLE ->
                    throw new IllegalArgumentException("entries have no " + schema.getType());
        };
    }

    /// True where the bytes from `offset` to the end of the array are one body in its one spelling.
    public boolean matches(byte[] bytes, int offset) {
        Walk walk = new Walk(bytes, offset);
        return walk.value(top) && walk.at == bytes.length;
    }

    private static final class Walk {
        private final byte[] bytes;
        private int at;
        private long number;

        Walk(byte[] bytes, int at) {
            this.bytes = bytes;
            this.at = at;
        }

        boolean value(Node node) {
            return switch (node.kind) {
                case NULL -> true;
                case BOOLEAN -> at < bytes.length && (bytes[at++] & 0xFE) == 0;
                case INT -> number() && number == (int) number;
                case LONG -> number();
                case FIXED -> skip(node.number);
                case BYTES -> number() && skip(number);
                case STRING -> text();
                case ENUM -> number() && number >= 0 && number < node.number;
                case UNION ->
                        number()
                                && number >= 0
                                && number < node.children.size()
                                && value(node.children.get((int) number));
                case ARRAY -> array(node.children.getFirst());
                case RECORD -> record(node);
            };
        }

        private boolean record(Node node) {
            List<Node> fields = node.children;
            for (int i = 0; i < fields.size(); i++) {
                if (!value(fields.get(i))) {
                    return false;
                }
            }
            return true;
        }

        private boolean array(Node element) {
            if (!number() || number < 0) {
                return false;
            }
            if (number == 0) {
                return true;
            }
            for (long left = number; left > 0; left--) {
                // An element without bytes would let a count alone cost time.
                int before = at;
                if (!value(element) || at == before) {
                    return false;
                }
            }
            return number() && number == 0;
        }

        /// Zigzag, little-endian base 128; the last byte of more than one is not zero.
        private boolean number() {
            long n = 0;
            for (int i = 0; i < MAX_LONG_BYTES; i++) {
                if (at == bytes.length) {
                    return false;
                }
                byte b = bytes[at++];
                n |= (b & 0x7FL) << (7 * i);
                if (b >= 0) {
                    number = (n >>> 1) ^ -(n & 1);
                    return i == 0 || (b != 0 && (i < MAX_LONG_BYTES - 1 || b == 1));
                }
            }
            return false;
        }

        private boolean skip(long length) {
            if (length < 0 || length > bytes.length - at) {
                return false;
            }
            at += (int) length;
            return true;
        }

        private boolean text() {
            if (!number() || number < 0 || number > bytes.length - at) {
                return false;
            }
            int end = at + (int) number;
            for (int i = at; i < end; i++) {
                if (bytes[i] < 0) {
                    boolean wellFormed = utf8(i, end);
                    at = end;
                    return wellFormed;
                }
            }
            at = end;
            return true;
        }

        private boolean utf8(int from, int end) {
            try {
                java.nio.charset.StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(java.nio.ByteBuffer.wrap(bytes, from, end - from));
                return true;
            } catch (java.nio.charset.CharacterCodingException _malformed) {
                return false;
            }
        }
    }
}
