package io.countersign.intake.icap;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// What is kept of a body while it passes. For one thread.
final class KeptBody {
    private static final int FIRST_BYTES = 4 * 1024;

    private final HeldBytes held;
    private final int most;
    private byte[] bytes = new byte[0];
    private int size;
    private long passed;
    private BodyCut cut = BodyCut.NONE;

    KeptBody(HeldBytes held, int most) {
        this.held = held;
        this.most = most;
    }

    void add(byte[] from, int length) {
        passed += length;
        if (cut != BodyCut.NONE) {
            return;
        }
        int room = Math.min(length, most - size);
        if (room > 0 && !ensure(size + room)) {
            cut = BodyCut.MEMORY_LIMIT;
            return;
        }
        System.arraycopy(from, 0, bytes, size, room);
        size += room;
        if (room < length) {
            cut = BodyCut.BODY_LIMIT;
        }
    }

    private boolean ensure(int needed) {
        if (needed <= bytes.length) {
            return true;
        }
        int grown =
                (int) Math.min(most, Math.max(needed, Math.max(FIRST_BYTES, 2L * bytes.length)));
        if (!held.take(grown - bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, grown);
        return true;
    }

    void lost() {
        if (cut == BodyCut.NONE) {
            cut = BodyCut.CONNECTION_LOST;
        }
    }

    BodyCut cut() {
        return cut;
    }

    /// All that came, kept or not.
    long passed() {
        return passed;
    }

    /// What is taken of [HeldBytes] and has to be given back.
    long taken() {
        return bytes.length;
    }

    /// What was kept, not copied.
    ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes, 0, size);
    }
}
