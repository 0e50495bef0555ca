package io.countersign.sinks.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.ListType;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/// Writes the values of one column of a table, or of one field within, into one row group. A column
/// of structs or lists is made of several of Parquet's. For one thread.
///
/// Levels are Parquet's: how much of the path to a value is there (definition), and at which list a
/// value goes on (repetition).
abstract class ColumnValues {
    private final boolean optional;

    /// The definition level where this field is null.
    private final int absent;

    private ColumnValues(boolean optional, int above) {
        this.optional = optional;
        this.absent = above;
    }

    /// The columns of a table's row, in its order.
    ///
    /// @param columns of the file, in its order
    static List<ColumnValues> of(
            List<NestedField> fields, List<ColumnDescriptor> columns, ColumnWriteStore store) {
        Iterator<ColumnDescriptor> next = columns.iterator();
        List<ColumnValues> values = new ArrayList<>();
        for (NestedField field : fields) {
            values.add(of(field.type(), field.isOptional(), 0, 0, next, store));
        }
        return values;
    }

    private static ColumnValues of(
            Type type,
            boolean optional,
            int definition,
            int repetition,
            Iterator<ColumnDescriptor> columns,
            ColumnWriteStore store) {
        int present = definition + (optional ? 1 : 0);
        return switch (type.typeId()) {
            case STRUCT -> {
                List<ColumnValues> fields = new ArrayList<>();
                for (NestedField field : type.asStructType().fields()) {
                    fields.add(
                            of(
                                    field.type(),
                                    field.isOptional(),
                                    present,
                                    repetition,
                                    columns,
                                    store));
                }
                yield new OfStruct(optional, definition, fields);
            }
            case LIST -> {
                ListType list = type.asListType();
                ColumnValues element =
                        of(
                                list.elementType(),
                                list.isElementOptional(),
                                present + 1,
                                repetition + 1,
                                columns,
                                store);
                yield new OfList(optional, definition, repetition + 1, element);
            }
            default -> {
                ColumnWriter column = store.getColumnWriter(columns.next());
                yield switch (type.typeId()) {
                    case STRING -> new OfText(optional, definition, column);
                    case LONG, TIMESTAMP -> new OfLong(optional, definition, column);
                    case INTEGER -> new OfInt(optional, definition, column);
                    case BOOLEAN -> new OfBoolean(optional, definition, column);
                    case FIXED -> new OfBytes(optional, definition, column);
                    default ->
                            throw new IllegalArgumentException("no table has a column of " + type);
                };
            }
        };
    }

    /// Writes a value in Iceberg's internal form, or null where the field may be.
    final void put(@Nullable Object value, int repetition) {
        if (value != null) {
            present(value, repetition);
        } else if (optional) {
            absent(repetition, absent);
        } else {
            throw new IllegalArgumentException("a row lacks a value that each row has");
        }
    }

    /// The level at which a value of this field is there.
    final int level() {
        return optional ? absent + 1 : absent;
    }

    abstract void present(Object value, int repetition);

    /// Writes that there is no value here, since something above it is null or empty.
    abstract void absent(int repetition, int definition);

    /// Of one of Parquet's columns.
    private abstract static class OfOne extends ColumnValues {
        final ColumnWriter column;

        OfOne(boolean optional, int above, ColumnWriter column) {
            super(optional, above);
            this.column = column;
        }

        @Override
        final void absent(int repetition, int definition) {
            column.writeNull(repetition, definition);
        }
    }

    /// Keeps the bytes of texts that it wrote lately: most columns hold few different ones.
    private static final class OfText extends OfOne {
        private static final int KEPT = 256;

        private final @Nullable String[] texts = new @Nullable String[KEPT];
        private final Binary[] bytes = new Binary[KEPT];

        OfText(boolean optional, int above, ColumnWriter column) {
            super(optional, above, column);
        }

        @Override
        void present(Object value, int repetition) {
            String text = value.toString();
            int hash = text.hashCode();
            int slot = (hash ^ hash >>> 8) & KEPT - 1;
            if (!text.equals(texts[slot])) {
                texts[slot] = text;
                bytes[slot] = Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
            }
            column.write(bytes[slot], repetition, level());
        }
    }

    private static final class OfBytes extends OfOne {
        OfBytes(boolean optional, int above, ColumnWriter column) {
            super(optional, above, column);
        }

        @Override
        void present(Object value, int repetition) {
            ByteBuffer buffer = (ByteBuffer) value;
            Binary bytes =
                    buffer.hasArray()
                            ? Binary.fromReusedByteArray(
                                    buffer.array(),
                                    buffer.arrayOffset() + buffer.position(),
                                    buffer.remaining())
                            : Binary.fromReusedByteBuffer(buffer);
            column.write(bytes, repetition, level());
        }
    }

    private static final class OfLong extends OfOne {
        OfLong(boolean optional, int above, ColumnWriter column) {
            super(optional, above, column);
        }

        @Override
        void present(Object value, int repetition) {
            column.write((long) value, repetition, level());
        }
    }

    private static final class OfInt extends OfOne {
        OfInt(boolean optional, int above, ColumnWriter column) {
            super(optional, above, column);
        }

        @Override
        void present(Object value, int repetition) {
            column.write((int) value, repetition, level());
        }
    }

    private static final class OfBoolean extends OfOne {
        OfBoolean(boolean optional, int above, ColumnWriter column) {
            super(optional, above, column);
        }

        @Override
        void present(Object value, int repetition) {
            column.write((boolean) value, repetition, level());
        }
    }

    private static final class OfStruct extends ColumnValues {
        private final List<ColumnValues> fields;

        OfStruct(boolean optional, int above, List<ColumnValues> fields) {
            super(optional, above);
            this.fields = fields;
        }

        @Override
        void present(Object value, int repetition) {
            StructLike struct = (StructLike) value;
            for (int i = 0; i < fields.size(); i++) {
                fields.get(i).put(struct.get(i, Object.class), repetition);
            }
        }

        @Override
        void absent(int repetition, int definition) {
            for (ColumnValues field : fields) {
                field.absent(repetition, definition);
            }
        }
    }

    private static final class OfList extends ColumnValues {
        private final int goesOn;
        private final ColumnValues element;

        /// @param goesOn the repetition level of all elements but the first
        OfList(boolean optional, int above, int goesOn, ColumnValues element) {
            super(optional, above);
            this.goesOn = goesOn;
            this.element = element;
        }

        @Override
        void present(Object value, int repetition) {
            List<?> list = (List<?>) value;
            if (list.isEmpty()) {
                element.absent(repetition, level());
                return;
            }
            int at = repetition;
            for (Object one : list) {
                element.put(one, at);
                at = goesOn;
            }
        }

        @Override
        void absent(int repetition, int definition) {
            element.absent(repetition, definition);
        }
    }
}
