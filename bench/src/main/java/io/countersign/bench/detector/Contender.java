package io.countersign.bench.detector;

import java.util.List;

/// One way to look through documents.
interface Contender extends AutoCloseable {
    /// Looks through all of them once. Returns a sum over what it found, the same at each pass, so
    /// that nothing is optimised away and a wrong pass shows.
    long pass(List<byte[]> documents);

    @Override
    default void close() {}
}
