package io.countersign.sinks.archive;

import java.util.List;
import java.util.function.Function;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/// One column of an archive table: its field in the schema, and its value, which the entry alone
/// decides.
///
/// @param <S> what a row is made from
/// @param field name, id and type; the id stays with the column for ever
/// @param value in Iceberg's internal form: text, numbers, microseconds, [java.nio.ByteBuffer],
///   lists and [Row]s
record Column<S>(NestedField field, Function<S, @Nullable Object> value) {
    static <S> Column<S> required(
            int id, String name, Type type, String doc, Function<S, @Nullable Object> value) {
        return new Column<>(NestedField.required(id, name, type, doc), value);
    }

    static <S> Column<S> optional(
            int id, String name, Type type, String doc, Function<S, @Nullable Object> value) {
        return new Column<>(NestedField.optional(id, name, type, doc), value);
    }

    static <S> Schema schema(List<Column<S>> columns) {
        return new Schema(columns.stream().map(Column::field).toList());
    }
}
