package io.countersign.sinks.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Catalog.TableBuilder;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.util.PropertyUtil;

/// Tables in a namespace of a catalogue, each under its name. Any number of writers may commit: the
/// catalogue lets one at a time go on from a state ([PinnedTable]).
final class CatalogueHome implements TablesHome {
    /// Of the names of tables that shall replace these.
    private static final String BESIDE = "_rebuilding";

    /// For readers that opened a table before.
    private static final Duration SNAPSHOTS_KEPT = Duration.ofHours(1);

    /// A file that no snapshot names may be one that a writer is about to name.
    private static final Duration FILES_KEPT = Duration.ofDays(1);

    private final CatalogueSettings settings;
    private final RESTCatalog catalogue;
    private final TableFiles files;
    private final boolean replacesUnreadable;

    /// The home that these tables shall replace; empty where they are the archive.
    private final Optional<CatalogueHome> besides;

    private CatalogueHome(
            CatalogueSettings settings,
            RESTCatalog catalogue,
            TableFiles files,
            boolean replacesUnreadable,
            Optional<CatalogueHome> besides) {
        this.settings = settings;
        this.catalogue = catalogue;
        this.files = files;
        this.replacesUnreadable = replacesUnreadable;
        this.besides = besides;
    }

    /// @param replacesUnreadable whether a table that the catalogue cannot load is made anew
    /// @throws ArchiveFailedException where the catalogue cannot be reached, or does not let us in
    static CatalogueHome connect(CatalogueSettings settings, boolean replacesUnreadable)
            throws IOException {
        TableFiles files = CatalogueConnection.files(settings);
        return new CatalogueHome(
                settings,
                CatalogueConnection.open(settings, files),
                files,
                replacesUnreadable,
                Optional.empty());
    }

    @Override
    public String place() {
        return new ArchivePlace.InCatalogue(settings).toString();
    }

    private TableIdentifier name(ArchiveTable table) {
        return TableIdentifier.of(
                namespace(), table.folder() + (besides.isPresent() ? BESIDE : ""));
    }

    private Namespace namespace() {
        return Namespace.of(settings.namespace().split("\\."));
    }

    @Override
    public Optional<Map<ArchiveTable, Table>> tables() throws IOException {
        Map<ArchiveTable, Table> tables = new EnumMap<>(ArchiveTable.class);
        for (ArchiveTable table : ArchiveTable.values()) {
            try {
                tables.put(table, pinned(table, load(table)));
            } catch (NoSuchTableException | NoSuchNamespaceException _absent) {
                return Optional.empty();
            } catch (RuntimeException e) {
                throw failure(e);
            }
        }
        return Optional.of(tables);
    }

    private TableOperations load(ArchiveTable table) {
        return operations(catalogue.loadTable(name(table)));
    }

    /// What the catalogue gave, whose files lie where ours may.
    private TableOperations operations(Table table) {
        String unused = files.canonical(table.location());
        return ((HasTableOperations) table).operations();
    }

    private Table pinned(ArchiveTable table, TableOperations operations) {
        Optional<TableMetadata> dataOf = besides.map(home -> home.load(table).current());
        return new BaseTable(new PinnedTable(operations, dataOf), table.folder());
    }

    @Override
    public Map<ArchiveTable, Table> createMissing() throws IOException {
        Map<ArchiveTable, Table> tables = new EnumMap<>(ArchiveTable.class);
        for (ArchiveTable table : ArchiveTable.values()) {
            try {
                tables.put(table, pinned(table, loadOrCreate(table)));
            } catch (RuntimeException e) {
                throw failure(e);
            }
        }
        return tables;
    }

    private TableOperations loadOrCreate(ArchiveTable table) {
        try {
            return load(table);
        } catch (NoSuchTableException | NoSuchNamespaceException _absent) {
            return create(table);
        } catch (NotFoundException | ServiceFailureException unreadable) {
            return createAnew(table, unreadable);
        }
    }

    private TableOperations create(ArchiveTable table) {
        try {
            return operations(builder(table).create());
        } catch (NoSuchNamespaceException _absent) {
            createNamespace();
            return operations(builder(table).create());
        } catch (AlreadyExistsException exists) {
            try {
                return load(table);
            } catch (NoSuchTableException _nameOnly) {
                // The catalogue has its name, and its state is gone.
                return createAnew(table, exists);
            }
        }
    }

    private TableOperations createAnew(ArchiveTable table, RuntimeException unreadable) {
        if (!replacesUnreadable) {
            throw unreadable;
        }
        catalogue.dropTable(name(table), false);
        return operations(builder(table).create());
    }

    private void createNamespace() {
        Namespace whole = namespace();
        for (int parts = 1; parts <= whole.length(); parts++) {
            Namespace part = Namespace.of(Arrays.copyOf(whole.levels(), parts));
            try {
                catalogue.createNamespace(part);
            } catch (AlreadyExistsException _there) {
                // By us or another.
            }
        }
    }

    private TableBuilder builder(ArchiveTable table) {
        return catalogue
                .buildTable(name(table), table.schema())
                .withPartitionSpec(table.spec())
                .withSortOrder(table.order())
                .withProperties(table.properties());
    }

    @Override
    public void replace(ArchiveTable kind, Table built, ArchivedTo to) throws IOException {
        try {
            Transaction transaction = builder(kind).createOrReplaceTransaction();
            if (!isOfForm(transaction.table(), built)) {
                // Somebody changed it: the files' columns and folders would not be the table's.
                catalogue.dropTable(name(kind), false);
                transaction = builder(kind).createTransaction();
            }
            Archive.append(transaction.newFastAppend(), built, to);
            transaction.commitTransaction();
        } catch (NotFoundException missing) {
            throw missing;
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    private static boolean isOfForm(Table table, Table built) {
        return table.schema().asStruct().equals(built.schema().asStruct())
                && table.spec().equals(built.spec());
    }

    @Override
    public boolean isBuiltBeside() throws IOException {
        try {
            return catalogue.listTables(namespace()).stream()
                    .anyMatch(table -> table.name().endsWith(BESIDE));
        } catch (NoSuchNamespaceException _nothingYet) {
            return false;
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    private CatalogueHome besideHome() {
        return new CatalogueHome(settings, catalogue, files, true, Optional.of(this));
    }

    @Override
    public Archive beside() throws IOException {
        return Archive.openToWrite(besideHome());
    }

    /// Its data files may be those of the archive by now, and lie with them; its own are lists.
    @Override
    public void deleteBeside() throws IOException {
        CatalogueHome beside = besideHome();
        try {
            for (ArchiveTable table : ArchiveTable.values()) {
                Optional<String> folder = beside.location(table);
                boolean unused = catalogue.dropTable(beside.name(table), false);
                if (folder.isPresent()) {
                    for (FileInfo file : files.listPrefix(folder.get() + "/")) {
                        files.deleteFile(file.location());
                    }
                }
            }
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    private Optional<String> location(ArchiveTable table) {
        try {
            return Optional.of(load(table).current().location());
        } catch (NoSuchTableException | NotFoundException | ServiceFailureException _unknown) {
            return Optional.empty();
        }
    }

    /// Not on the pinned table: other writers commit meanwhile, which harms none of this. A
    /// catalogue that keeps older states itself, as those with branches do, forbids it by
    /// `gc.enabled`.
    @Override
    public int cleanUp(ArchiveTable kind, Table unused) throws IOException {
        try {
            Table table = new BaseTable(load(kind), kind.folder());
            if (!PropertyUtil.propertyAsBoolean(
                    table.properties(),
                    TableProperties.GC_ENABLED,
                    TableProperties.GC_ENABLED_DEFAULT)) {
                return 0;
            }
            Snapshot newest = table.currentSnapshot();
            if (newest != null && ArchivedTo.isSaidBy(newest)) {
                table.expireSnapshots()
                        .expireOlderThan(newest.timestampMillis() - SNAPSHOTS_KEPT.toMillis())
                        .cleanupLevel(ExpireSnapshots.CleanupLevel.NONE)
                        .commit();
            }
            return new UnusedFiles(table, files, FILES_KEPT).delete();
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    private ArchiveFailedException failure(RuntimeException e) {
        return CatalogueConnection.failure(settings, e);
    }

    @Override
    public boolean isToWrite() {
        return true;
    }

    @Override
    public void close() throws IOException {
        if (besides.isEmpty()) {
            catalogue.close();
            files.close();
        }
    }
}
