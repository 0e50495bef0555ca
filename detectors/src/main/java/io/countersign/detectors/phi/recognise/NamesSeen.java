package io.countersign.detectors.phi.recognise;

/// Hashes of the words of names found so far in one inspection: "Smith" alone is a name after "John
/// Smith". Bounded; when full it forgets nothing and learns nothing.
final class NamesSeen {
    private static final int SLOTS = 1024;
    private static final int MAX = 512;

    private final long[] slots = new long[SLOTS];
    private int count;
    private boolean introduced;

    void clear() {
        introduced = false;
        if (count > 0) {
            java.util.Arrays.fill(slots, 0);
            count = 0;
        }
    }

    /// Notes that the text told of somebody by name: with a role, a title, an age, a key or a
    /// number beside it.
    void introduce() {
        introduced = true;
    }

    /// Whether the text told of somebody by name, so that other names in it are people as well.
    boolean introduced() {
        return introduced;
    }

    void add(long hash) {
        int slot = slot(hash);
        if (slots[slot] == 0 && count < MAX && hash != 0) {
            slots[slot] = hash;
            count++;
        }
    }

    boolean contains(long hash) {
        return count > 0 && slots[slot(hash)] == hash;
    }

    private int slot(long hash) {
        int slot = (int) (hash >>> 40) & (SLOTS - 1);
        while (slots[slot] != 0 && slots[slot] != hash) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        return slot;
    }
}
