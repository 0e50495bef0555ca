package io.countersign.audit.tiles;

import java.io.IOException;
import java.util.Optional;

/// Reads the objects of one log.
public interface TileSource {
    /// The whole object at a relative path such as `checkpoint` or `tile/0/000.p/7`; empty where
    /// there is none. Not being able to tell is an [IOException], never empty. May be called from
    /// several threads.
    Optional<byte[]> read(String path) throws IOException;
}
