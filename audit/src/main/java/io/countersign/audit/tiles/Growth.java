package io.countersign.audit.tiles;

import io.countersign.audit.merkle.Sha256;
import java.util.List;

/// What appending a batch gives: the tree's new right edge, its root, and the objects to store
/// before a checkpoint with that root may be published. Full tiles come once; partial ones are
/// those that the new size needs and that this batch changed. Tiles that this batch did not touch
/// are stored already.
public record Growth(TreeEdge edge, Sha256 root, List<TileObject> objects) {
    public Growth {
        objects = List.copyOf(objects);
    }
}
