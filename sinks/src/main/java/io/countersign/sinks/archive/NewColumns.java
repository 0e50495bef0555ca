package io.countersign.sinks.archive;

import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Types.NestedField;

/// Columns that a later release writes. They come at the end of a table that an earlier one made,
/// and are null in its rows.
final class NewColumns {
    private NewColumns() {}

    /// Adds those that the table lacks; does nothing where it has them all.
    ///
    /// @throws ArchiveFailedException where the table then has other columns than this release
    ///   writes, or in another order: a later release made it
    static void addTo(Table table, Schema now) throws ArchiveFailedException {
        UpdateSchema update = table.updateSchema();
        boolean any = false;
        for (NestedField column : now.columns()) {
            if (table.schema().findField(column.name()) == null) {
                update.addColumn(column.name(), column.type(), column.doc());
                any = true;
            }
        }
        if (any) {
            update.commit();
        }
        if (!names(table.schema()).equals(names(now))) {
            throw new ArchiveFailedException(
                    "the table "
                            + table.name()
                            + " has other columns than this release writes: countersign archive rebuild makes it again");
        }
    }

    private static List<String> names(Schema schema) {
        return schema.columns().stream().map(NestedField::name).toList();
    }
}
