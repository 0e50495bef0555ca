package io.countersign.sinks.archive;

import org.apache.iceberg.io.SupportsPrefixOperations;

/// The files that an archive's tables may have, all of them below one place.
///
/// Metadata names files by absolute location, and whoever can write it could name any file: a
/// location outside of that place is refused, for reading, writing, listing and deleting alike.
public interface TableFiles extends SupportsPrefixOperations {
    /// A location in the one form that all names of the same file have.
    ///
    /// @throws IllegalArgumentException where it is outside
    String canonical(String location);

    /// Tables are never deleted by the beginning of a name.
    @Override
    default void deletePrefix(String prefix) {
        throw new UnsupportedOperationException("files of the archive are deleted one by one");
    }
}
