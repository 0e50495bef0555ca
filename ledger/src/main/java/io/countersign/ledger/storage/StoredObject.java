package io.countersign.ledger.storage;

import io.countersign.audit.tiles.TileObject;
import io.countersign.audit.tiles.TilePath;
import java.util.Objects;

/// A tile or bundle and its bytes; immutable.
public final class StoredObject {
    private final TilePath path;
    private final byte[] bytes;

    /// The array is taken over: nobody may change it afterwards.
    public StoredObject(TilePath path, byte[] bytes) {
        this.path = Objects.requireNonNull(path, "path");
        this.bytes = Objects.requireNonNull(bytes, "bytes");
    }

    public static StoredObject of(TileObject object) {
        return new StoredObject(object.path(), object.bytes());
    }

    public TilePath path() {
        return path;
    }

    /// Not copied: not to be changed.
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return path.path() + " (" + bytes.length + " bytes)";
    }
}
