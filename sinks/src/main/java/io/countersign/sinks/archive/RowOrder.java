package io.countersign.sinks.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Type.PrimitiveType;

/// The order of a table's rows in its files, and the sorting of rows by it. Has no state.
final class RowOrder implements Comparator<StructLike> {
    private final int first;
    private final List<Comparator<StructLike>> keys = new ArrayList<>();

    RowOrder(ArchiveTable table) {
        Schema schema = table.schema();
        this.first = position(schema, table.sortedBy().getFirst());
        for (String name : table.sortedBy()) {
            int position = position(schema, name);
            PrimitiveType type = schema.findType(name).asPrimitiveType();
            Comparator<Object> natural = Comparators.forType(type);
            keys.add((a, b) ->
                    natural.compare(a.get(position, Object.class), b.get(position, Object.class)));
        }
    }

    private static int position(Schema schema, String column) {
        return schema.columns().indexOf(schema.findField(column));
    }

    @Override
    public int compare(StructLike a, StructLike b) {
        for (Comparator<StructLike> key : keys) {
            int difference = key.compare(a, b);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    /// A row behind a number that is lower where the row comes first, and may be equal.
    private record Keyed(long prefix, StructLike row) {}

    /// Sorts rows. Most are told apart by a number, without a look at the row.
    List<StructLike> sorted(List<? extends StructLike> rows) {
        Keyed[] keyed = new Keyed[rows.size()];
        for (int i = 0; i < keyed.length; i++) {
            keyed[i] = new Keyed(prefix(rows.get(i).get(first, Object.class)), rows.get(i));
        }
        Arrays.sort(
                keyed,
                (a, b) -> {
                    int difference = Long.compareUnsigned(a.prefix(), b.prefix());
                    return difference != 0 ? difference : compare(a.row(), b.row());
                });
        List<StructLike> sorted = new ArrayList<>(keyed.length);
        for (Keyed one : keyed) {
            sorted.add(one.row());
        }
        return sorted;
    }

    /// Unsigned: the first eight bytes, in UTF-8 of a text, whose bytes sort as its characters do.
    private static long prefix(Object value) {
        return switch (value) {
            case Long number -> number ^ Long.MIN_VALUE;
            case ByteBuffer bytes -> bytes.getLong(bytes.position());
            default -> {
                byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
                long prefix = 0;
                for (int i = 0; i < Long.BYTES; i++) {
                    prefix = prefix << 8 | (i < text.length ? text[i] & 0xFF : 0);
                }
                yield prefix;
            }
        };
    }
}
