package io.countersign.sinks.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.BaseMetastoreCatalog;
import org.apache.iceberg.BaseMetastoreTableOperations;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.io.FileIO;

/// A catalogue in memory of tables in a directory, as a catalogue over a database is: it knows
/// where the newest state of each table lies.
final class WarehouseCatalogue extends BaseMetastoreCatalog implements SupportsNamespaces {
    private final Map<TableIdentifier, String> states = new ConcurrentHashMap<>();
    private final Set<Namespace> namespaces = ConcurrentHashMap.newKeySet();
    private final Path warehouse;
    private final DirectoryFiles files;

    WarehouseCatalogue(Path warehouse) {
        this.warehouse = warehouse;
        this.files = new DirectoryFiles(warehouse, false);
    }

    @Override
    protected TableOperations newTableOps(TableIdentifier name) {
        return new BaseMetastoreTableOperations() {
            @Override
            protected String tableName() {
                return name.toString();
            }

            @Override
            public FileIO io() {
                return files;
            }

            @Override
            protected void doRefresh() {
                String state = states.get(name);
                if (state == null && currentMetadataLocation() != null) {
                    throw new NoSuchTableException("%s", name);
                }
                if (state == null) {
                    disableRefresh();
                } else {
                    refreshFromMetadataLocation(state, 0);
                }
            }

            @Override
            protected void doCommit(TableMetadata base, TableMetadata next) {
                String state = writeNewMetadataIfRequired(base == null, next);
                String before = base == null ? null : base.metadataFileLocation();
                if (before == null && !namespaces.contains(name.namespace())) {
                    throw new NoSuchNamespaceException("%s", name.namespace());
                }
                boolean first =
                        before == null
                                ? states.putIfAbsent(name, state) == null
                                : states.replace(name, before, state);
                if (!first && before == null) {
                    throw new AlreadyExistsException("%s", name);
                }
                if (!first) {
                    throw new CommitFailedException("%s has moved", name);
                }
            }
        };
    }

    @Override
    protected String defaultWarehouseLocation(TableIdentifier name) {
        return "file://"
                + warehouse
                        .resolve(String.join("/", name.namespace().levels()))
                        .resolve(name.name());
    }

    @Override
    public List<TableIdentifier> listTables(Namespace namespace) {
        return states.keySet().stream().filter(name -> name.namespace().equals(namespace)).toList();
    }

    @Override
    public boolean dropTable(TableIdentifier name, boolean purge) {
        TableMetadata last = purge ? newTableOps(name).current() : null;
        boolean was = states.remove(name) != null;
        if (last != null) {
            CatalogUtil.dropTableData(files, last);
        }
        return was;
    }

    @Override
    public void renameTable(TableIdentifier from, TableIdentifier to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void createNamespace(Namespace namespace, Map<String, String> properties) {
        if (!namespaces.add(namespace)) {
            throw new AlreadyExistsException("%s", namespace);
        }
    }

    @Override
    public List<Namespace> listNamespaces(Namespace namespace) {
        return List.copyOf(namespaces);
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(Namespace namespace) {
        return new HashMap<>();
    }

    @Override
    public boolean dropNamespace(Namespace namespace) {
        return namespaces.remove(namespace);
    }

    @Override
    public boolean setProperties(Namespace namespace, Map<String, String> properties) {
        return false;
    }

    @Override
    public boolean removeProperties(Namespace namespace, Set<String> properties) {
        return false;
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
