package io.countersign.ledger.storage;

import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.tiles.TileSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A log as verifiers see it (`checkpoint`, `tile/...`), and beside it the sealer's private state:
/// the lock checkpoint and staging bundles. One sealer at a time holds it; its methods are called
/// by one thread, [#read] by any.
///
/// Contract of each writing method: when it returns, the effect is durable. When it throws an
/// [IOException] the effect may or may not have taken place, and the caller starts over from what
/// is stored. Over a network a call is tried again a few times inside, and one that was done though
/// it was reported as failed is found to be done.
public interface LogStorage extends TileSource, Closeable {
    /// The signed checkpoint that the log is bound to; empty before the first. It is never older
    /// than the published one.
    Optional<byte[]> readLock() throws IOException;

    /// Replaces the lock checkpoint if it still is `expected`, as one atomic step among all who
    /// try.
    ///
    /// @throws LockLostException where it is another one: somebody else seals, and this sealer must
    ///   not go on
    void replaceLock(Optional<byte[]> expected, byte[] next) throws IOException;

    /// Stores a staging bundle, over one of the same name. A name is made of `a-z 0-9 -`.
    void putStaging(String name, byte[] bundle) throws IOException;

    Optional<byte[]> readStaging(String name) throws IOException;

    /// The names of all staging bundles, in no order.
    List<String> stagings() throws IOException;

    /// Nothing happens where there is none.
    void dropStaging(String name) throws IOException;

    /// Stores immutable objects; those that are there with the same bytes stay.
    ///
    /// @throws ObjectDiffersException where one is there with other bytes, which is left as it is
    void putObjects(List<StoredObject> objects) throws IOException;

    /// Deletes the partial tiles of a tile that is there in full.
    void deletePartials(TilePath full) throws IOException;

    /// Puts the checkpoint in its public place, over the one before.
    ///
    /// @throws LockLostException where the lock checkpoint is not the one any more that this sealer
    ///   last read or moved: what is public then is another's, and stays
    void publishCheckpoint(byte[] note) throws IOException;

    /// Keeps a signed checkpoint beside the log for good, as `<size>.checkpoint`. Any thread.
    void keepCheckpoint(long size, Revision revision) throws IOException;

    /// Puts the newest checkpoint that a quorum of witnesses cosigned beside the log. Any thread.
    void putWitnessed(Revision revision) throws IOException;

    /// Stores a signed checkpoint and an authority's answer about it beside the log, as
    /// `<size>.checkpoint` and `<size>.tsr`.
    void putTimestamp(long size, byte[] checkpoint, byte[] response) throws IOException;

    /// The public keys that lie beside the log; empty where there are none yet.
    Optional<byte[]> readKeys() throws IOException;

    /// Writes the public keys, one a line, beside the log.
    ///
    /// @throws LockLostException as for the checkpoint
    void publishKeys(String vkeys) throws IOException;

    /// The years of the later logs that have a place beside this one, the installation's first; in
    /// no order.
    List<Integer> years() throws IOException;

    /// The place of the log of a later year, which is made where it is not there. A second call
    /// gives the same; it is closed with this one. Any thread.
    LogStorage ofYear(int year) throws IOException;

    /// Lets go of the log; another sealer may open it then. A second call does nothing. Any thread.
    @Override
    void close() throws IOException;
}
