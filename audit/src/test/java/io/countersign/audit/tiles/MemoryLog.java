package io.countersign.audit.tiles;

import io.countersign.audit.merkle.TreeHasher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Stored objects in a map.
final class MemoryLog implements TileSource {
    final Map<String, byte[]> objects = new HashMap<>();

    void store(Growth growth) {
        for (TileObject object : growth.objects()) {
            objects.put(object.path().path(), object.bytes());
        }
    }

    @Override
    public Optional<byte[]> read(String path) {
        return Optional.ofNullable(objects.get(path)).map(byte[]::clone);
    }

    void flip(String path, int at) {
        byte[] bytes = read(path).orElseThrow();
        bytes[at] ^= 1;
        objects.put(path, bytes);
    }

    static List<Leaf> leaves(List<byte[]> entries) {
        TreeHasher hasher = new TreeHasher();
        List<Leaf> leaves = new ArrayList<>();
        for (byte[] entry : entries) {
            leaves.add(new Leaf(entry, hasher));
        }
        return leaves;
    }
}
