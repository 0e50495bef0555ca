package io.countersign.ledger.locked;

import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.tiles.TileSource;
import io.countersign.audit.verify.SideFolder;
import java.util.Optional;

/// A log of the installation as it is sealed now.
///
/// @param folder the place of its objects within the record: empty for the first log, else the year
///   and a slash
/// @param note the signed checkpoint
/// @param verified what it says, which keys of the installation vouch for
/// @param ended nothing follows its last entry
/// @param vkeys the public keys that lie beside it
/// @param checkpoints those that are kept beside it
/// @param timestamps what authorities answered about some
public record LogToKeep(
        String folder,
        TileSource tiles,
        SignedNote note,
        Checkpoint verified,
        boolean ended,
        Optional<byte[]> vkeys,
        SideFolder checkpoints,
        SideFolder timestamps) {
    /// Leaves in bundles that are full or final.
    public long lockable() {
        long size = verified.size().value();
        return ended ? size : size - size % TilePath.FULL_WIDTH;
    }
}
