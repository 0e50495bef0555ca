package io.countersign.ledger;

import io.countersign.audit.tiles.TileSource;
import io.countersign.audit.verify.DirectorySideFolder;
import io.countersign.audit.verify.SideFolder;
import io.countersign.ledger.storage.DirectoryLogStorage;
import io.countersign.ledger.storage.LogStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A log in some place: how a sealer opens it, and how an outsider reads it.
public interface LogUnderTest {
    LogStorage open() throws IOException;

    /// As verifiers read it.
    TileSource tiles();

    /// What lies beside the log, by the end of its name.
    Optional<byte[]> beside(String suffix) throws IOException;

    SideFolder folderBeside(String suffix);

    /// The log of a later year.
    LogUnderTest ofYear(int year);

    /// The names of all that is stored, the sealer's own included, such as `log/checkpoint`.
    Set<String> names() throws IOException;

    /// In a directory, read without any code of the storage.
    record InDirectory(Path root) implements LogUnderTest {
        @Override
        public DirectoryLogStorage open() throws IOException {
            return DirectoryLogStorage.open(root);
        }

        @Override
        public TileSource tiles() {
            return path -> file(root.resolve("log").resolve(path));
        }

        @Override
        public Optional<byte[]> beside(String suffix) throws IOException {
            return file(root.resolve("log" + suffix));
        }

        @Override
        public SideFolder folderBeside(String suffix) {
            return new DirectorySideFolder(root.resolve("log" + suffix));
        }

        @Override
        public LogUnderTest ofYear(int year) {
            return new InDirectory(root.resolve(String.valueOf(year)));
        }

        @Override
        public Set<String> names() throws IOException {
            try (Stream<Path> files = Files.walk(root)) {
                return files.filter(Files::isRegularFile)
                        .map(file -> root.relativize(file).toString())
                        .collect(Collectors.toSet());
            }
        }

        private static Optional<byte[]> file(Path file) throws IOException {
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        }
    }
}
