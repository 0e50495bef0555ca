/// The log's stored form (C2SP tlog-tiles): paths, hash tiles, entry bundles, and how a tree grows
/// by them. It knows names and bytes of the stored objects; it knows nothing of signatures or of
/// what an entry says. Open `TreeEdge` to write, `LogTiles` to read.
@org.jspecify.annotations.NullMarked
package io.countersign.audit.tiles;
