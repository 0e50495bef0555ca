package io.countersign.sinks.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Where an archive is.
public sealed interface ArchivePlace {
    /// Opens it to read.
    ///
    /// @return empty where one of its tables is not there
    /// @throws ArchiveFailedException where a catalogue cannot be reached
    Optional<Archive> open() throws IOException;

    /// Opens it to write, and makes the tables that are not there.
    ///
    /// @throws ArchiveInUseException where another writer has a directory
    /// @throws ArchiveFailedException where a catalogue cannot be reached
    Archive openToWrite() throws IOException;

    /// The same where tables that cannot be read are made anew, empty.
    default Archive openToReplace() throws IOException {
        return openToWrite();
    }

    /// In a directory of one machine.
    record InDirectory(Path directory) implements ArchivePlace {
        @Override
        public Optional<Archive> open() {
            return Archive.open(directory);
        }

        @Override
        public Archive openToWrite() throws IOException {
            return Archive.openToWrite(directory);
        }

        @Override
        public String toString() {
            return directory.toString();
        }
    }

    /// In a catalogue, which several machines write to.
    record InCatalogue(CatalogueSettings settings) implements ArchivePlace {
        @Override
        public Optional<Archive> open() throws IOException {
            return Archive.open(CatalogueHome.connect(settings, false));
        }

        @Override
        public Archive openToWrite() throws IOException {
            return Archive.openToWrite(CatalogueHome.connect(settings, false));
        }

        @Override
        public Archive openToReplace() throws IOException {
            return Archive.openToWrite(CatalogueHome.connect(settings, true));
        }

        @Override
        public String toString() {
            return "namespace " + settings.namespace() + " of " + settings.uri();
        }
    }
}
