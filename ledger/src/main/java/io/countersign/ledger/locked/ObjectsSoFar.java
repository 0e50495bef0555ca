package io.countersign.ledger.locked;

import io.countersign.audit.locked.ManifestLine;
import io.countersign.audit.locked.RecordPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a manifest has said from its beginning that bears on what a keeper does next: which holds
/// keep which objects, where the evidence of a bundle lies, and which parts were disposed of.
final class ObjectsSoFar {
    private final Map<String, Map<String, ManifestLine.Held>> byPath = new LinkedHashMap<>();
    private final Map<String, List<ManifestLine.Stored>> evidence = new HashMap<>();
    private final Map<String, Locked> documents = new HashMap<>();
    private final Set<String> disposed = new HashSet<>();

    /// A version and the longest lock that a page names for it.
    record Locked(String version, Instant until) {}

    static ObjectsSoFar of(Collection<Manifest.Page> pages) {
        ObjectsSoFar held = new ObjectsSoFar();
        pages.forEach(page -> page.says().lines().forEach(held::add));
        return held;
    }

    void add(ManifestLine line) {
        switch (line) {
            case ManifestLine.Held one ->
                    byPath.computeIfAbsent(one.path(), _ -> new LinkedHashMap<>())
                            .put(one.hold(), one);
            case ManifestLine.Freed one -> {
                Map<String, ManifestLine.Held> holds = byPath.get(one.path());
                if (holds != null) {
                    holds.remove(one.hold());
                }
            }
            case ManifestLine.Stored one -> stored(one);
            case ManifestLine.Longer one ->
                    documents.computeIfPresent(
                            one.path(),
                            (_, before) ->
                                    before.version().equals(one.version())
                                                    && before.until().isBefore(one.until())
                                            ? new Locked(one.version(), one.until())
                                            : before);
            case ManifestLine.Disposed one -> disposed.add(one.part());
        }
    }

    private void stored(ManifestLine.Stored one) {
        if (one.path().startsWith("policy/") || one.path().contains("keys/")) {
            documents.put(one.path(), new Locked(one.version(), one.until()));
        }
        int folder = one.path().indexOf("evidence/");
        if (folder >= 0) {
            EvidencePiece.bundle(one.path().substring(folder))
                    .ifPresent(n ->
                            evidence.computeIfAbsent(
                                            one.path().substring(0, folder) + n,
                                            _ -> new ArrayList<>())
                                    .add(one));
        }
    }

    /// Where the evidence of a bundle lies, but for what was disposed of.
    ///
    /// @param folder of the log
    List<ManifestLine.Stored> evidence(String folder, long n) {
        return evidence.getOrDefault(folder + n, List.of()).stream()
                .filter(one -> !isDisposed(one.path()))
                .toList();
    }

    /// Whether an object is of a part that was disposed of: nothing comes there any more.
    boolean isDisposed(String path) {
        return RecordPart.of(path).filter(disposed::contains).isPresent();
    }

    /// The lock of a policy or a list of keys; empty where no page names it.
    Optional<Locked> document(String path) {
        return Optional.ofNullable(documents.get(path));
    }

    boolean isPartDisposed(String part) {
        return disposed.contains(part);
    }

    boolean isHeld(String path, String hold) {
        return byPath.getOrDefault(path, Map.of()).containsKey(hold);
    }

    int holders(String path) {
        return byPath.getOrDefault(path, Map.of()).size();
    }

    /// The policies for which something is kept.
    Set<String> policies() {
        Set<String> policies = new TreeSet<>();
        byPath.values()
                .forEach(holds ->
                        holds.keySet().stream()
                                .filter(name -> name.startsWith("policy:"))
                                .forEach(policies::add));
        return policies;
    }

    /// What a hold keeps.
    List<ManifestLine.Held> by(String hold) {
        List<ManifestLine.Held> objects = new ArrayList<>();
        byPath.values()
                .forEach(holds -> {
                    ManifestLine.Held one = holds.get(hold);
                    if (one != null) {
                        objects.add(one);
                    }
                });
        return objects;
    }
}
