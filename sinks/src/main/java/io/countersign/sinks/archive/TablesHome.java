package io.countersign.sinks.archive;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;

/// What differs between archives in a directory and in a catalogue. For one thread.
sealed interface TablesHome permits DirectoryHome, CatalogueHome {
    /// Where it is, for people.
    String place();

    /// The tables that are there now, as they are now.
    ///
    /// @return empty where one of them is not there
    Optional<Map<ArchiveTable, Table>> tables() throws IOException;

    /// The tables as they are now; those that are not there are made.
    Map<ArchiveTable, Table> createMissing() throws IOException;

    /// Puts a table in the place of whatever is there, at once and without reading that.
    ///
    /// @param built the rows that it shall have; its data files become the table's
    /// @param to how far they go
    void replace(ArchiveTable kind, Table built, ArchivedTo to) throws IOException;

    /// Whether tables are being built beside these.
    boolean isBuiltBeside() throws IOException;

    /// Tables that shall replace these, as far as they have come: their data files lie where those
    /// of these tables lie.
    Archive beside() throws IOException;

    /// Forgets what was built beside.
    void deleteBeside() throws IOException;

    /// Forgets old snapshots of a table, and takes away files that it does not name.
    ///
    /// @return how many files that nobody knew were deleted
    int cleanUp(ArchiveTable kind, Table table) throws IOException;

    /// Whether this may write.
    boolean isToWrite();

    void close() throws IOException;
}
