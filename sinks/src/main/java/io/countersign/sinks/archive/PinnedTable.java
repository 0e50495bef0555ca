package io.countersign.sinks.archive;

import java.util.Optional;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.jspecify.annotations.Nullable;

/// A table of a catalogue as it was when it was read, until this one commits: a commit takes place
/// on that state or not at all.
///
/// Iceberg itself would read the table again before a commit, and again after a conflict, and put
/// the same new files on top of whatever is there by then. But how far the new state goes was
/// computed from the old one. So nothing is read again here, and the catalogue is asked to compare
/// the snapshot that was read with the one that it has (`assert-ref-snapshot-id`).
final class PinnedTable implements TableOperations {
    private final TableOperations catalogue;
    private final Optional<TableMetadata> dataOf;
    private @Nullable TableMetadata pinned;

    /// @param dataOf a table whose folder new data files go to; empty: this one's
    PinnedTable(TableOperations catalogue, Optional<TableMetadata> dataOf) {
        this.catalogue = catalogue;
        this.dataOf = dataOf;
        this.pinned = catalogue.current();
    }

    /// Iceberg's own code takes null for a table that is not there.
    @Override
    @SuppressWarnings("NullAway")
    public @Nullable TableMetadata current() {
        return pinned;
    }

    @Override
    @SuppressWarnings("NullAway")
    public @Nullable TableMetadata refresh() {
        return pinned;
    }

    @Override
    public void commit(TableMetadata base, TableMetadata next) {
        try {
            catalogue.commit(base, next);
        } catch (CommitFailedException | CommitStateUnknownException moved) {
            // Of another type, so that Iceberg neither tries again nor deletes the files: a refusal
            // may be the answer to the repetition of a request that was carried out.
            throw new ArchiveMovedException(moved);
        }
        pinned = catalogue.current();
    }

    @Override
    public FileIO io() {
        return catalogue.io();
    }

    @Override
    public EncryptionManager encryption() {
        return catalogue.encryption();
    }

    @Override
    public String metadataFileLocation(String fileName) {
        return catalogue.metadataFileLocation(fileName);
    }

    @Override
    public LocationProvider locationProvider() {
        return dataOf.map(other ->
                        LocationProviders.locationsFor(other.location(), other.properties()))
                .orElseGet(catalogue::locationProvider);
    }

    @Override
    public long newSnapshotId() {
        return catalogue.newSnapshotId();
    }
}
