package io.countersign.bench.detector;

import com.gliwka.hyperscan.jni.hs_compile_error_t;
import com.gliwka.hyperscan.jni.hs_database_t;
import com.gliwka.hyperscan.jni.hs_scratch_t;
import com.gliwka.hyperscan.jni.hyperscan;
import com.gliwka.hyperscan.jni.match_event_handler;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/// As many of [Patterns] as Vectorscan takes, in one database, block mode, without the start of a
/// match. Each document is copied to native memory first, as a caller with a byte array must.
final class Vectorscan implements Contender {
    private static final int SOM_NONE = 0;

    private final hs_database_t database;
    private final hs_scratch_t scratch;
    private final Counting counting = new Counting();
    private final int taken;
    private BytePointer buffer = new BytePointer(1 << 16);

    Vectorscan() {
        List<String> accepted = new ArrayList<>();
        for (String shape : Patterns.SHAPES) {
            if (compiles(List.of(shape))) {
                accepted.add(shape);
            }
        }
        taken = accepted.size();
        database = compile(accepted);
        scratch = new hs_scratch_t();
        check(hyperscan.hs_alloc_scratch(database, scratch));
    }

    /// How many of the patterns it took.
    int taken() {
        return taken;
    }

    private static boolean compiles(List<String> shapes) {
        try {
            hyperscan.hs_free_database(compile(shapes));
            return true;
        } catch (IllegalStateException refused) {
            return false;
        }
    }

    private static hs_database_t compile(List<String> shapes) {
        int count = shapes.size();
        int[] flags = new int[count];
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            flags[i] = SOM_NONE;
            ids[i] = i;
        }
        PointerPointer<hs_database_t> target = new PointerPointer<>(1);
        PointerPointer<hs_compile_error_t> error = new PointerPointer<>(1);
        try (PointerPointer<BytePointer> expressions =
                        new PointerPointer<>(shapes.toArray(String[]::new));
                IntPointer flagArray = new IntPointer(flags);
                IntPointer idArray = new IntPointer(ids)) {
            int code =
                    hyperscan.hs_compile_multi(
                            expressions,
                            flagArray,
                            idArray,
                            count,
                            hyperscan.HS_MODE_BLOCK,
                            null,
                            target,
                            error);
            if (code != 0) {
                throw new IllegalStateException("pattern refused");
            }
        }
        return target.get(hs_database_t.class);
    }

    private static void check(int code) {
        if (code != 0) {
            throw new IllegalStateException("Vectorscan says " + code);
        }
    }

    @Override
    public long pass(List<byte[]> documents) {
        counting.matches = 0;
        for (byte[] document : documents) {
            if (buffer.capacity() < document.length) {
                buffer.close();
                buffer = new BytePointer(document.length * 2L);
            }
            buffer.position(0).put(document, 0, document.length);
            check(hyperscan.hs_scan(database, buffer, document.length, 0, scratch, counting, null));
        }
        return counting.matches;
    }

    @Override
    public void close() {
        hyperscan.hs_free_scratch(scratch);
        hyperscan.hs_free_database(database);
        buffer.close();
    }

    /// Counts, and asks for more.
    private static final class Counting extends match_event_handler {
        private long matches;

        @Override
        public int call(int id, long from, long to, int flags, Pointer context) {
            matches++;
            return 0;
        }
    }
}
