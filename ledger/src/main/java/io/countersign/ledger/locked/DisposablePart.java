package io.countersign.ledger.locked;

import io.countersign.audit.locked.ManifestLine;
import io.countersign.audit.locked.RecordPart;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.tiles.TilePath;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A part of a record that is disposed of as a whole, as it is now.
///
/// @param name as [RecordPart] has it
/// @param objects of it that were not disposed of, one at least where anything is to go
/// @param list SHA-256 of what would go
public record DisposablePart(String name, List<LockedRecord.Promise> objects, Sha256 list) {
    public DisposablePart {
        objects = List.copyOf(objects);
    }

    static DisposablePart of(
            String installation, String name, Collection<LockedRecord.Promise> all) {
        List<LockedRecord.Promise> objects =
                all.stream()
                        .filter(promise ->
                                !promise.disposed()
                                        && RecordPart.of(promise.stored().path())
                                                .filter(name::equals)
                                                .isPresent())
                        .toList();
        return new DisposablePart(
                name,
                objects,
                RecordPart.list(
                        installation,
                        name,
                        objects.stream()
                                .map(promise ->
                                        new RecordPart.Going(promise.stored(), promise.until()))
                                .toList()));
    }

    public long bytes() {
        return objects.stream().mapToLong(promise -> promise.stored().bytes()).sum();
    }

    /// When the last of the locks ends; the epoch where there is none.
    public Instant ended() {
        return objects.stream()
                .map(LockedRecord.Promise::until)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    /// The holds that keep something of it.
    public Set<String> holds() {
        return objects.stream()
                .flatMap(promise -> promise.holds().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// A bundle of a log.
    public record BundleOf(String origin, long n) {}

    /// The bundles whose entries, or whose evidence, are in it.
    ///
    /// @param installation the name of the first log
    public Set<BundleOf> bundles(String installation) {
        Set<BundleOf> bundles = new HashSet<>();
        for (LockedRecord.Promise promise : objects) {
            String path = promise.stored().path();
            String folder =
                    RecordPart.isLog(name)
                            ? RecordPart.folder(name)
                            : path.substring(0, path.indexOf("evidence/"));
            String origin =
                    folder.isEmpty()
                            ? installation
                            : installation + "/" + folder.substring(0, folder.length() - 1);
            bundle(path.substring(folder.length()))
                    .ifPresent(n -> bundles.add(new BundleOf(origin, n)));
        }
        return bundles;
    }

    private static Optional<Long> bundle(String path) {
        if (!path.startsWith("log/")) {
            return EvidencePiece.bundle(path);
        }
        return TilePath.parse(path.substring("log/".length()))
                .filter(TilePath.EntryBundle.class::isInstance)
                .map(bundle -> ((TilePath.EntryBundle) bundle).n());
    }

    /// Whether more may come: a log is whole with its last checkpoint. Of evidence its key's end
    /// says so, which a manifest does not know.
    public boolean isWhole() {
        String last = RecordPart.isLog(name) ? RecordPart.folder(name) + "log/" : "";
        return last.isEmpty()
                || objects.stream()
                        .map(LockedRecord.Promise::stored)
                        .map(ManifestLine.Stored::path)
                        .anyMatch(path -> path.equals(last + TilePath.CHECKPOINT));
    }
}
