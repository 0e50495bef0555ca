package io.countersign.ledger.locked;

import io.countersign.audit.locked.ManifestLine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which holds keep which objects, by the lines of a manifest from its beginning.
final class HeldObjects {
    private final Map<String, Map<String, ManifestLine.Held>> byPath = new LinkedHashMap<>();

    static HeldObjects of(Collection<Manifest.Page> pages) {
        HeldObjects held = new HeldObjects();
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
            case ManifestLine.Stored _, ManifestLine.Longer _ -> {}
        }
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
