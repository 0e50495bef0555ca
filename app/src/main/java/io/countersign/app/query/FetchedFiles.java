package io.countersign.app.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;

/// Files of tables that lie elsewhere, fetched for the process that answers and has no network. A
/// file's name and size are its identity, since no file of a table is ever changed. The folder and
/// what is in it are its owner's alone: rows hold tokens, which count as PHI.
///
/// For one thread, but [#giveUp]; several processes may use one folder.
final class FetchedFiles {
    /// Another process may be reading what it looked up a moment ago.
    private static final Duration IN_USE = Duration.ofMinutes(10);

    private static final String ENDING = ".parquet";
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path folder;
    private final FileIO files;
    private final long mostBytes;
    private final InstantSource clock;
    private final Map<Path, Remote> known = new HashMap<>();
    private volatile boolean givenUp;

    private record Remote(String location, long bytes) {}

    /// @param mostBytes that the folder holds in all
    FetchedFiles(Path folder, FileIO files, long mostBytes, InstantSource clock) {
        this.folder = folder;
        this.files = files;
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    /// Where a file is once it was fetched.
    Path place(String location, long bytes) {
        try {
            byte[] name =
                    MessageDigest.getInstance("SHA-256")
                            .digest((location + "\n" + bytes).getBytes(StandardCharsets.UTF_8));
            Path place = folder.resolve(HexFormat.of().formatHex(name) + ENDING);
            known.put(place, new Remote(location, bytes));
            return place;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Bytes of these that have to be fetched; other files than ours have not.
    long missing(Collection<Path> needed) {
        return toFetch(needed).stream().mapToLong(place -> remote(place).bytes()).sum();
    }

    private List<Path> toFetch(Collection<Path> needed) {
        return needed.stream()
                .filter(known::containsKey)
                .distinct()
                .filter(place -> !isThere(place))
                .toList();
    }

    private Remote remote(Path place) {
        Remote remote = known.get(place);
        if (remote == null) {
            throw new IllegalStateException("not of a table");
        }
        return remote;
    }

    private boolean isThere(Path place) {
        try {
            return Files.size(place) == remote(place).bytes();
        } catch (IOException _absent) {
            return false;
        }
    }

    /// Fetches what is missing of these, and lets the oldest of the others go.
    ///
    /// @param progress told how many bytes were fetched
    /// @throws TooMuchToFetchException where the folder may not hold all of them at once
    /// @throws FetchGivenUpException where [#giveUp] was called
    void fetch(Collection<Path> needed, LongConsumer progress) throws IOException {
        List<Path> ours = needed.stream().filter(known::containsKey).distinct().toList();
        long bytes = ours.stream().mapToLong(place -> remote(place).bytes()).sum();
        if (bytes > mostBytes) {
            throw new TooMuchToFetchException(bytes, mostBytes);
        }
        Files.createDirectories(folder, only("rwx------"));
        for (Path place : ours) {
            if (isThere(place)) {
                Files.setLastModifiedTime(place, FileTime.from(clock.instant()));
            }
        }
        makeRoom(missing(ours), ours);
        long fetched = 0;
        for (Path place : toFetch(ours)) {
            fetched = fetch(place, fetched, progress);
        }
    }

    private static FileAttribute<?> only(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    private long fetch(Path place, long before, LongConsumer progress) throws IOException {
        Remote remote = remote(place);
        Path draft = Files.createTempFile(folder, "fetching-", ".draft", only("rw-------"));
        long fetched = before;
        try {
            try (InputStream in =
                            files.newInputFile(remote.location(), remote.bytes()).newStream();
                    OutputStream out = Files.newOutputStream(draft)) {
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                    if (givenUp) {
                        throw new FetchGivenUpException();
                    }
                    out.write(buffer, 0, read);
                    fetched += read;
                    progress.accept(fetched);
                }
            } catch (NotFoundException | UncheckedIOException e) {
                throw new IOException(
                        "A file of the archive cannot be fetched: countersign archive verify names"
                                + " what is missing, and rebuild makes it again",
                        e);
            }
            if (fetched - before != remote.bytes()) {
                throw new IOException(
                        "A file of the archive is not as long as its table says: countersign archive"
                                + " rebuild makes it again");
            }
            Files.setLastModifiedTime(draft, FileTime.from(clock.instant()));
            Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
        return fetched;
    }

    private record Held(Path file, long bytes, FileTime used) {}

    private void makeRoom(long wanted, Collection<Path> needed) throws IOException {
        List<Held> others = new ArrayList<>();
        long held = wanted;
        FileTime inUse = FileTime.from(clock.instant().minus(IN_USE));
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                try {
                    Held one = new Held(file, Files.size(file), Files.getLastModifiedTime(file));
                    held += one.bytes();
                    if (!needed.contains(file) && one.used().compareTo(inUse) < 0) {
                        others.add(one);
                    }
                } catch (NoSuchFileException _wentMeanwhile) {
                    // By another process.
                }
            }
        }
        others.sort(Comparator.comparing(Held::used));
        for (Held oldest : others) {
            if (held <= mostBytes) {
                return;
            }
            Files.deleteIfExists(oldest.file());
            held -= oldest.bytes();
        }
    }

    /// Ends what is under way, from any thread.
    void giveUp() {
        givenUp = true;
    }
}
