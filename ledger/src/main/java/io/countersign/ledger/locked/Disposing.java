package io.countersign.ledger.locked;

import io.countersign.audit.locked.ManifestLine;
import io.countersign.audit.locked.RecordPart;
import io.countersign.audit.note.NoteSigner;
import io.countersign.audit.note.NoteVerifier;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lets parts of a record go that have had their time, in this order:
///
/// 1. The log says that two persons agreed to exactly this list, and is sealed. That is the
///    caller's to see to.
/// 2. A page says so: from here on whoever reads the manifest knows that the part is not lost.
/// 3. What lies there of it is deleted, by version.
///
/// What a crash cut off after the second step [#delete] does again. A keeper may work beside it.
/// Belongs to one thread.
public final class Disposing {
    private final LockedStore store;
    private final String installation;
    private final List<NoteSigner> signers;
    private final List<NoteVerifier> trusted;
    private final RetentionRule rule;

    /// Parameters as of [Keeper].
    public Disposing(
            LockedStore store,
            String installation,
            List<? extends NoteSigner> signers,
            Collection<? extends NoteVerifier> trusted,
            RetentionRule rule) {
        this.store = store;
        this.installation = installation;
        this.signers = List.copyOf(signers);
        this.trusted = List.copyOf(trusted);
        this.rule = rule;
    }

    /// The record as it is now.
    public LockedRecord record() throws IOException {
        return LockedRecord.read(new Manifest(store, installation, trusted));
    }

    /// Says in the manifest that a part goes.
    ///
    /// @param agreed as the log says it
    /// @throws LockRefusedException where it is not what was agreed to any more, or its time has
    ///   not come
    /// @throws ManifestMovedException where a keeper came first: the same call again
    public void say(ManifestLine.Disposed agreed, Instant now) throws IOException {
        ManifestWriter pages = ManifestWriter.open(store, installation, signers, trusted, rule);
        LockedRecord record = record();
        Optional<DisposablePart> there =
                record.parts().stream()
                        .filter(part -> part.name().equals(agreed.part()))
                        .findFirst();
        if (there.isEmpty()
                || !there.get().list().equals(agreed.list())
                || there.get().objects().size() != agreed.objects()
                || !there.get().isWhole()) {
            throw new LockRefusedException(
                    agreed.part() + " is not what two persons agreed to: it has changed since");
        }
        for (LockedRecord.Promise promise : there.get().objects()) {
            requireDue(promise, now);
        }
        // POINT OF NO RETURN. The page is for good; before this line nothing has happened.
        pages.append(List.of(agreed), now);
    }

    private static void requireDue(LockedRecord.Promise promise, Instant now)
            throws LockRefusedException {
        if (promise.isKept(now)) {
            throw new LockRefusedException(
                    promise.stored().path()
                            + (promise.holds().isEmpty()
                                    ? " is locked until " + promise.until()
                                    : " is held for " + String.join(", ", promise.holds())));
        }
    }

    /// Deletes what pages say was let go, in their time and as two persons agreed, and is there
    /// still. A page alone deletes nothing: who has the log's key could write one.
    ///
    /// @param agreed what the sealed logs say that two persons agreed to
    /// @return objects that were there
    /// @throws LockRefusedException where the store keeps one
    public long delete(Set<ManifestLine.Disposed> agreed, Instant now) throws IOException {
        LockedRecord record = record();
        Set<String> parts = agreedParts(record, agreed);
        long deleted = 0;
        for (LockedRecord.Promise promise : record.objects().values()) {
            ManifestLine.Stored object = promise.stored();
            if (promise.disposed()
                    && RecordPart.of(object.path()).filter(parts::contains).isPresent()
                    && store.describe(object.path(), object.version()).isPresent()) {
                store.delete(object.path(), object.version(), now);
                deleted++;
            }
        }
        return deleted;
    }

    /// Parts that every page which lets them go does rightly.
    private static Set<String> agreedParts(LockedRecord record, Set<ManifestLine.Disposed> agreed) {
        Set<String> parts = new HashSet<>();
        Set<String> doubtful = new HashSet<>();
        for (LockedRecord.Disposal disposal : record.disposals()) {
            boolean rightly = disposal.due() && agreed.contains(disposal.said());
            (rightly ? parts : doubtful).add(disposal.said().part());
        }
        parts.removeAll(doubtful);
        return parts;
    }
}
