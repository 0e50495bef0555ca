package io.countersign.audit.tiles;

/// An object to store: immutable once written under its path.
public final class TileObject {
    private final TilePath path;
    private final byte[] bytes;

    TileObject(TilePath path, byte[] bytes) {
        this.path = path;
        this.bytes = bytes;
    }

    public TilePath path() {
        return path;
    }

    /// The content, not copied: not to be changed.
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return path.path() + " (" + bytes.length + " bytes)";
    }
}
