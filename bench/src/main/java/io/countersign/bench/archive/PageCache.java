package io.countersign.bench.archive;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The pages of files that Linux keeps in memory. They are given up by `posix_fadvise`, as `dd
/// of=FILE oflag=nocache conv=notrunc,fdatasync count=0` does it, which needs no rights but those
/// to read.
final class PageCache {
    private static final int READ_ONLY = 0;
    private static final int DONT_NEED = 4;

    private final MethodHandle open;
    private final MethodHandle advise;
    private final MethodHandle close;

    PageCache() {
        Linker linker = Linker.nativeLinker();
        this.open =
                function(
                        linker,
                        "open",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        this.advise =
                function(
                        linker,
                        "posix_fadvise",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT));
        this.close =
                function(
                        linker,
                        "close",
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    @SuppressWarnings("restricted") // three calls of the C library, whose shapes stand above
    private static MethodHandle function(Linker linker, String name, FunctionDescriptor shape) {
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), shape);
    }

    /// Gives up the pages of all files below a directory. They have to be on the disk already.
    void drop(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> below = Files.walk(directory)) {
            files = below.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            dropFile(file);
        }
    }

    private void dropFile(Path file) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(file.toString());
            int descriptor = (int) open.invokeExact(name, READ_ONLY);
            int failed =
                    descriptor < 0 ? 1 : (int) advise.invokeExact(descriptor, 0L, 0L, DONT_NEED);
            if ((descriptor >= 0 && (int) close.invokeExact(descriptor) != 0) || failed != 0) {
                throw new IOException("the pages of " + file + " could not be given up");
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call of the C library failed", e);
        }
    }
}
