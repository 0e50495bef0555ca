package io.countersign.ledger.locked;

import io.countersign.audit.locked.LockedTree;
import io.countersign.audit.locked.ManifestLine;
import java.io.IOException;
import java.time.Instant;
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
public record LockedRecord(Manifest.Chain pages, Map<String, Promise> objects) {
    public LockedRecord {
        objects = Map.copyOf(objects);
    }

    /// @param stored with the bytes that it had when it was stored
    /// @param until the longest that a page names
    /// @param holds that keep it
    public record Promise(ManifestLine.Stored stored, Instant until, Set<String> holds) {
        public Promise {
            holds = Set.copyOf(holds);
        }
    }

    /// Reads all pages.
    public static LockedRecord read(Manifest manifest) throws IOException {
        Manifest.Chain pages = manifest.chain();
        Map<String, Promise> objects = new LinkedHashMap<>();
        pages.pages().forEach(page -> page.says().lines().forEach(line -> add(objects, line)));
        return new LockedRecord(pages, objects);
    }

    private static void add(Map<String, Promise> objects, ManifestLine line) {
        String key = key(line);
        Promise before = objects.get(key);
        switch (line) {
            case ManifestLine.Stored stored ->
                    objects.put(
                            key,
                            before == null
                                    ? new Promise(stored, stored.until(), Set.of())
                                    : longer(before, stored.until()));
            case ManifestLine.Longer longer -> {
                if (before != null) {
                    objects.put(key, longer(before, longer.until()));
                }
            }
            case ManifestLine.Held held -> {
                if (before != null) {
                    Set<String> holds = new TreeSet<>(before.holds());
                    holds.add(held.hold());
                    objects.put(key, new Promise(before.stored(), before.until(), holds));
                }
            }
            case ManifestLine.Freed freed -> {
                if (before != null) {
                    Set<String> holds = new TreeSet<>(before.holds());
                    holds.remove(freed.hold());
                    objects.put(key, new Promise(before.stored(), before.until(), holds));
                }
            }
        }
    }

    private static Promise longer(Promise before, Instant until) {
        return until.isAfter(before.until())
                ? new Promise(before.stored(), until, before.holds())
                : before;
    }

    private static String key(ManifestLine line) {
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
                .filter(promise -> promise.holds().isEmpty())
                .map(Promise::until)
                .min(Instant::compareTo);
    }
}
