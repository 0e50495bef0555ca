package io.countersign.schemas.serde;

import java.io.IOException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificFixed;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/// Reads bodies that were written with the very schema of a generated class: field after field, as
/// they stand, into what the library's reader would give. The library resolves every schema against
/// every other, also one against itself, and asks its parser before each value; half of the time of
/// decoding an entry went there.
///
/// Knows no maps, logical types and strings that are not [String]s, which none of our schemas has:
/// for a schema with one of them there is no such reader, and the library's is used. Safe for any
/// thread.
final class OwnSchemaReader {
    /// A longer array grows as its items come.
    private static final int FIRST_ITEMS = 8;

    /// Made once for each class: that takes milliseconds, and decoders come and go.
    private static final ClassValue<Optional<OwnSchemaReader>> READERS =
            new ClassValue<>() {
                @Override
                protected Optional<OwnSchemaReader> computeValue(Class<?> type) {
                    return make(type.asSubclass(SpecificRecord.class));
                }
            };

    private final Node root;

    private OwnSchemaReader(Node root) {
        this.root = root;
    }

    /// @return empty where the class's schema has a type that this reader does not know
    static Optional<OwnSchemaReader> of(Class<?> type) {
        return READERS.get(type);
    }

    private static Optional<OwnSchemaReader> make(Class<? extends SpecificRecord> type) {
        RecordModel model = new RecordModel(type);
        return new Nodes(model)
                .of(model.getSchema(type))
                .filter(node -> node.type == Schema.Type.RECORD)
                .map(OwnSchemaReader::new);
    }

    SpecificRecord read(BodyDecoder in) throws IOException {
        return record(root, in);
    }

    /// What is known of a type before any of its values comes.
    private static final class Node {
        private final Schema.Type type;

        /// Fields of a record, branches of a union, and what an array holds.
        private Node[] children = {};

        /// Of a union: nothing or something, as most fields are that a record may lack.
        private boolean optional;

        /// Values of an enum, by their number.
        private Object[] symbols = {};

        /// Of a record or a fixed: its constructor without arguments.
        private Supplier<Object> create = Node::none;

        private Node(Schema.Type type) {
            this.type = type;
        }

        private static Object none() {
            throw new IllegalStateException("no record and no fixed");
        }
    }

    /// Makes the nodes of one schema, each named type once, so that a type may contain itself.
    private static final class Nodes {
        private final SpecificData model;
        private final Map<String, Node> named = new HashMap<>();
        private boolean known = true;

        private Nodes(SpecificData model) {
            this.model = model;
        }

        private Optional<Node> of(Schema schema) {
            Node node = node(schema);
            return known ? Optional.of(node) : Optional.empty();
        }

        private Node node(Schema schema) {
            Schema.Type type = schema.getType();
            known &= schema.getLogicalType() == null;
            switch (type) {
                case RECORD, ENUM, FIXED -> {
                    Node before = named.get(schema.getFullName());
                    if (before != null) {
                        return before;
                    }
                }
                case MAP -> known = false;
                case STRING ->
                        known &=
                                GenericData.StringType.String.name()
                                        .equals(schema.getProp(GenericData.STRING_PROP));
                default -> {}
            }
            Node node = new Node(type);
            switch (type) {
                case RECORD -> {
                    named.put(schema.getFullName(), node);
                    node.create = constructor(schema);
                    node.children =
                            schema.getFields().stream()
                                    .map(field -> node(field.schema()))
                                    .toArray(Node[]::new);
                }
                case FIXED -> {
                    named.put(schema.getFullName(), node);
                    node.create = constructor(schema);
                }
                case ENUM -> {
                    named.put(schema.getFullName(), node);
                    node.symbols =
                            IntStream.range(0, schema.getEnumSymbols().size())
                                    .mapToObj(i ->
                                            model.createEnum(
                                                    schema.getEnumSymbols().get(i), schema))
                                    .toArray();
                }
                case ARRAY -> node.children = new Node[] {node(schema.getElementType())};
                case UNION -> {
                    node.children = schema.getTypes().stream().map(this::node).toArray(Node[]::new);
                    node.optional = node.children[0].type == Schema.Type.NULL;
                }
                default -> {}
            }
            return node;
        }

        /// As a lambda of our own would be it; a handle or reflection costs a tenth of all
        /// decoding.
        @SuppressWarnings("unchecked") // as asked for
        private Supplier<Object> constructor(Schema schema) {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodType none = MethodType.methodType(void.class);
            MethodType made = MethodType.methodType(model.getClass(schema));
            try {
                return (Supplier<Object>)
                        LambdaMetafactory.metafactory(
                                        lookup,
                                        "get",
                                        MethodType.methodType(Supplier.class),
                                        MethodType.methodType(Object.class),
                                        lookup.findConstructor(made.returnType(), none),
                                        made)
                                .getTarget()
                                .invoke();
            } catch (Throwable e) {
                throw new IllegalArgumentException(
                        "no generated class for " + schema.getFullName(), e);
            }
        }
    }

    private static SpecificRecord record(Node node, BodyDecoder in) throws IOException {
        SpecificRecordBase record = (SpecificRecordBase) node.create.get();
        Node[] fields = node.children;
        for (int i = 0; i < fields.length; i++) {
            Node field = fields[i];
            if (field.optional) {
                int branch = in.readIndex();
                if (branch == 0) {
                    // A fresh record holds nulls.
                    continue;
                }
                field = branch(field, branch);
            }
            record.put(i, value(field, in));
        }
        return record;
    }

    private static @Nullable Object value(Node node, BodyDecoder in) throws IOException {
        return switch (node.type) {
            case UNION -> {
                Node branch = branch(node, in.readIndex());
                yield branch.type == Schema.Type.NULL ? null : value(branch, in);
            }
            case STRING -> in.readString();
            case LONG -> in.readLong();
            case INT -> in.readInt();
            case ENUM -> symbol(node, in.readEnum());
            case BOOLEAN -> in.readBoolean();
            case FIXED -> {
                SpecificFixed fixed = (SpecificFixed) node.create.get();
                in.readFixed(fixed.bytes(), 0, fixed.bytes().length);
                yield fixed;
            }
            case RECORD -> record(node, in);
            case ARRAY -> items(node.children[0], in);
            case BYTES -> in.readBytes(null);
            case FLOAT -> in.readFloat();
            case DOUBLE -> in.readDouble();
            case NULL -> null;
            case MAP -> throw new IllegalStateException("no reader is made for a map");
        };
    }

    private static List<@Nullable Object> items(Node node, BodyDecoder in) throws IOException {
        long block = in.readArrayStart();
        List<@Nullable Object> items = new ArrayList<>((int) Math.min(block, FIRST_ITEMS));
        for (; block > 0; block = in.arrayNext()) {
            for (long i = 0; i < block; i++) {
                items.add(value(node, in));
            }
        }
        return items;
    }

    private static Node branch(Node union, int index) throws IOException {
        if (index < 0 || index >= union.children.length) {
            throw new IOException("no branch of that number");
        }
        return union.children[index];
    }

    private static Object symbol(Node node, int number) throws IOException {
        if (number < 0 || number >= node.symbols.length) {
            throw new IOException("no symbol of that number");
        }
        return node.symbols[number];
    }
}
