package io.countersign.sinks.archive;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.iceberg.StructLike;
import org.jspecify.annotations.Nullable;

/// Values of one row, or of one struct within a row, in the order of their schema.
final class Row implements StructLike {
    private final @Nullable Object[] values;

    private Row(@Nullable Object[] values) {
        this.values = values;
    }

    static Row of(@Nullable Object... values) {
        return new Row(values);
    }

    /// The row that the columns make of one thing.
    static <S> Row from(S source, List<Column<S>> columns) {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns.get(i).value().apply(source);
        }
        return new Row(values);
    }

    @Nullable Object value(int position) {
        return values[position];
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public <T> @Nullable T get(int position, Class<T> type) {
        return type.cast(values[position]);
    }

    @Override
    public <T> void set(int position, T value) {
        throw new UnsupportedOperationException("a row does not change");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row row && Objects.deepEquals(values, row.values);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(values);
    }

    /// The shape only: rows hold tokens and names.
    @Override
    public String toString() {
        return "Row[" + values.length + " values]";
    }
}
