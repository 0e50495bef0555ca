package io.countersign.ledger.locked;

import io.countersign.audit.locked.LockedTree;
import io.countersign.audit.locked.ManifestLine;
import io.countersign.audit.locked.ManifestPage;
import io.countersign.audit.locked.RecordPart;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What the manifest of a record promises about each object, all its pages taken together.
///
/// @param pages as they follow one from another
/// @param objects by path and version
/// @param disposals in the order of their pages
public record LockedRecord(
        Manifest.Chain pages, Map<String, Promise> objects, List<Disposal> disposals) {
    public LockedRecord {
        objects = Map.copyOf(objects);
        disposals = List.copyOf(disposals);
    }

    /// @param stored with the bytes that it had when it was stored
    /// @param until the longest that a page names
    /// @param holds that keep it
    /// @param disposed a page says that it was let go
    public record Promise(
            ManifestLine.Stored stored, Instant until, Set<String> holds, boolean disposed) {
        public Promise {
            holds = Set.copyOf(holds);
        }

        /// Whether its date or a hold keeps it.
        public boolean isKept(Instant now) {
            return !holds.isEmpty() || !until.isBefore(now);
        }

        private Promise longer(Instant other) {
            return other.isAfter(until) ? new Promise(stored, other, holds, disposed) : this;
        }

        private Promise heldBy(Set<String> those) {
            return new Promise(stored, until, those, disposed);
        }
    }

    /// What a page says was let go.
    ///
    /// @param made when that page was
    /// @param ended when the last of the locks did
    /// @param due that page names exactly what there was of the part, and nothing kept any of it
    ///   then
    public record Disposal(ManifestLine.Disposed said, Instant made, Instant ended, boolean due) {}

    /// Reads all pages.
    public static LockedRecord read(Manifest manifest) throws IOException {
        return of(manifest.chain());
    }

    private static LockedRecord of(Manifest.Chain pages) {
        Map<String, Promise> objects = new LinkedHashMap<>();
        List<Disposal> disposals = new ArrayList<>();
        for (Manifest.Page page : pages.pages()) {
            for (ManifestLine line : page.says().lines()) {
                switch (line) {
                    case ManifestLine.OfObject one -> add(objects, one);
                    case ManifestLine.Disposed part ->
                            disposals.add(dispose(objects, part, page.says()));
                }
            }
        }
        return new LockedRecord(pages, objects, disposals);
    }

    private static void add(Map<String, Promise> objects, ManifestLine.OfObject line) {
        String key = key(line);
        if (line instanceof ManifestLine.Stored stored) {
            objects.merge(
                    key,
                    new Promise(stored, stored.until(), Set.of(), false),
                    (before, _) -> before.longer(stored.until()));
            return;
        }
        objects.computeIfPresent(
                key,
                (_, before) -> {
                    Set<String> holds = new TreeSet<>(before.holds());
                    return switch (line) {
                        case ManifestLine.Longer longer -> before.longer(longer.until());
                        case ManifestLine.Held held -> {
                            holds.add(held.hold());
                            yield before.heldBy(holds);
                        }
                        case ManifestLine.Freed freed -> {
                            holds.remove(freed.hold());
                            yield before.heldBy(holds);
                        }
                        case ManifestLine.Stored _ -> before;
                    };
                });
    }

    private static Disposal dispose(
            Map<String, Promise> objects, ManifestLine.Disposed said, ManifestPage page) {
        DisposablePart part = DisposablePart.of(page.installation(), said.part(), objects.values());
        for (Promise promise : part.objects()) {
            objects.put(
                    key(promise.stored()),
                    new Promise(promise.stored(), promise.until(), promise.holds(), true));
        }
        boolean due =
                part.list().equals(said.list())
                        && part.objects().size() == said.objects()
                        && part.objects().stream().noneMatch(one -> one.isKept(page.made()));
        return new Disposal(said, page.made(), part.ended(), due);
    }

    /// What there is of each part that was not disposed of, by its name.
    public List<DisposablePart> parts() {
        Set<String> names = new TreeSet<>();
        objects.values().stream()
                .filter(promise -> !promise.disposed())
                .forEach(promise -> RecordPart.of(promise.stored().path()).ifPresent(names::add));
        String installation = newest().map(page -> page.says().installation()).orElse("");
        return names.stream()
                .map(name -> DisposablePart.of(installation, name, objects.values()))
                .toList();
    }

    /// Whether a part was let go.
    public boolean isDisposed(String part) {
        return disposals.stream().anyMatch(disposal -> disposal.said().part().equals(part));
    }

    private static String key(ManifestLine.OfObject line) {
        return line.path() + " " + line.version();
    }

    /// Whether a page names exactly that version.
    boolean names(LockedStore.Version version) {
        return objects.containsKey(version.path() + " " + version.version());
    }

    /// The newest page; empty where there is none.
    public Optional<Manifest.Page> newest() {
        return pages.pages().isEmpty() ? Optional.empty() : Optional.of(pages.pages().getLast());
    }

    /// How far each log is locked, in the order in which they were locked first: that of the years.
    public List<LockedTree> trees() {
        return newest().map(page -> page.says().trees()).orElse(List.of());
    }

    /// When the first lock ends; empty where nothing is locked.
    public Optional<Instant> firstEnd() {
        return objects.values().stream()
                .filter(promise -> promise.holds().isEmpty() && !promise.disposed())
                .map(Promise::until)
                .min(Instant::compareTo);
    }
}
