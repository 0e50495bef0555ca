package io.countersign.sinks.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StringType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An archive that an earlier release wrote goes on with this one: columns that it did not know
/// come at the end of its tables.
class LaterColumnsComeToOldTablesTest {
    @TempDir Path directory;

    @Test
    void aColumnOfThisReleaseIsAddedBehindThoseOfTheLast() throws Exception {
        Schema now = ArchiveTable.ENTRIES.schema();
        try (Archive archive = Archive.openToWrite(directory)) {
            Table table = archive.table(ArchiveTable.ENTRIES);
            table.updateSchema()
                    .deleteColumn("more_patients")
                    .deleteColumn("more_identifiers")
                    .commit();

            NewColumns.addTo(table, now);
            int version = table.schema().schemaId();
            NewColumns.addTo(table, now);

            assertThat(table.schema().schemaId()).isEqualTo(version);
            assertThat(table.schema().columns())
                    .extracting(NestedField::name)
                    .containsExactlyElementsOf(
                            now.columns().stream().map(NestedField::name).toList());
        }
    }

    @Test
    void aTableOfALaterReleaseIsNotWrittenTo() throws Exception {
        try (Archive archive = Archive.openToWrite(directory)) {
            Table table = archive.table(ArchiveTable.ENTRIES);
            table.updateSchema().addColumn("of_tomorrow", StringType.get()).commit();

            assertThatThrownBy(() -> NewColumns.addTo(table, ArchiveTable.ENTRIES.schema()))
                    .isInstanceOf(ArchiveFailedException.class)
                    .hasMessageContaining("archive rebuild");
        }
    }
}
