package io.countersign.ledger.locked;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A place for objects that nobody may change or delete before their time: a bucket with Object
/// Lock, or a directory, which only asks for it.
///
/// Contract of each writing method (deleting is one): when it returns, the effect is durable and
/// was read back. When it throws, the effect may or may not have taken place; the same call again
/// finds it done, and stores nothing twice. Any thread.
public interface LockedStore extends Closeable {
    /// Whether the place itself refuses to delete what is locked.
    boolean enforces();

    /// Stores an object, unless it is there with the same bytes; what is there longer or held
    /// besides stays so. Where another object lies under its name, that one stays and this one
    /// becomes a version of its own.
    ///
    /// @return as the store described it afterwards: bytes and checksum were compared
    /// @throws LockRefusedException where it is not locked as it was asked for
    LockedObject put(String path, byte[] bytes, Lock lock) throws IOException;

    /// Creates an object whose name nobody has used.
    ///
    /// @return empty where the name is used, whatever lies there
    Optional<LockedObject> create(String path, byte[] bytes, Lock lock) throws IOException;

    /// What the store says of a version; empty where there is none.
    Optional<LockedObject> describe(String path, String version) throws IOException;

    /// The bytes of a version; empty where there is none.
    ///
    /// @throws IOException also where it is larger than `limit`
    Optional<byte[]> read(String path, String version, int limit) throws IOException;

    /// All versions of objects whose paths begin so, those that were deleted or put over without
    /// their version too: the lock keeps versions. A few at most that others put in the way.
    List<Version> versions(String beginning) throws IOException;

    /// @param current what a reader who names no version is given
    /// @param stored when, by the store's clock
    record Version(String path, String version, boolean current, Instant stored) {}

    /// Makes the lock of a version longer; never shorter, where it is longer already.
    ///
    /// @throws LockRefusedException where the store did not
    LockedObject extend(String path, String version, Lock lock) throws IOException;

    /// Sets or lifts the legal hold of a version.
    void hold(String path, String version, boolean on) throws IOException;

    /// Deletes a version whose lock has ended. One that is not there is deleted already.
    ///
    /// @param now by this machine's clock; a store that enforces locks goes by its own besides
    /// @throws LockRefusedException where a lock or a hold keeps it
    void delete(String path, String version, Instant now) throws IOException;
}
