package io.countersign.app.reevaluation;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.LeafHash;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.tiles.Growth;
import io.countersign.audit.tiles.Leaf;
import io.countersign.audit.tiles.TileObject;
import io.countersign.audit.tiles.TreeEdge;
import io.countersign.audit.verify.LogReaders;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ChainHead;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.ReviewEntry;
import io.countersign.schemas.SealEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A log of one chain, with seals where the test puts them.
public final class SealedSample {
    private static final Ed25519NoteSigner SIGNER =
            new Ed25519NoteSigner("example.org/log", new byte[32]);

    private final EntryCodec codec = new EntryCodec();
    private final List<Leaf> leaves = new ArrayList<>();
    private Hash head = new Hash(new byte[32]);
    private long seq;
    private long seals;

    public EntryRef event(EventEntry event) {
        return chained(EntryKind.EVENT, entry -> entry.setEvent(event));
    }

    public EntryRef amended(EntryRef original, EventEntry revised) {
        return chained(
                EntryKind.AMENDMENT,
                entry ->
                        entry.setAmendment(
                                AmendmentEntry.newBuilder()
                                        .setOriginal(original)
                                        .setChanged(List.of("ACCOUNT"))
                                        .setBasis("ORG_IN_EARLIER_REQUEST")
                                        .setConfidence(Likelihood.LIKELY)
                                        .setLearntFrom(List.of())
                                        .setRevised(revised)
                                        .build()));
    }

    private EntryRef chained(EntryKind kind, Consumer<AuditEntry.Builder> part) {
        AuditEntry.Builder entry =
                AuditEntry.newBuilder()
                        .setKind(kind)
                        .setChain(JudgedEvents.CHAIN)
                        .setSeq(seq)
                        .setPrev(head)
                        .setIncarnation(new Incarnation(new byte[16]))
                        .setTimeMillis(JudgedEvents.SENT.toEpochMilli());
        part.accept(entry);
        head = add(entry.build());
        return new EntryRef(JudgedEvents.CHAIN, seq++, head);
    }

    private Hash add(AuditEntry entry) {
        byte[] leaf = codec.leaf(entry);
        leaves.add(new Leaf(leaf, new TreeHasher()));
        return LeafHash.of(leaf);
    }

    public void seal(Instant at) {
        Hash zeros = new Hash(new byte[32]);
        add(
                AuditEntry.newBuilder()
                        .setKind(EntryKind.SEAL)
                        .setChain("ledger/0@1")
                        .setSeq(seals)
                        .setPrev(zeros)
                        .setIncarnation(new Incarnation(new byte[16]))
                        .setTimeMillis(at.toEpochMilli())
                        .setSeal(
                                SealEntry.newBuilder()
                                        .setN(seals++)
                                        .setLeaves(1)
                                        .setHeads(
                                                List.of(
                                                        ChainHead.newBuilder()
                                                                .setChain(JudgedEvents.CHAIN)
                                                                .setSeq(seq - 1)
                                                                .setLeafHash(head)
                                                                .setEntryOffset(seq)
                                                                .setInputs(List.of())
                                                                .build()))
                                        .setPreviousCheckpoint(zeros)
                                        .setVkeys(zeros)
                                        .setNext(null)
                                        .build())
                        .build());
    }

    /// Somebody examined a part of a log.
    public EntryRef reviewed(ReviewEntry review) {
        return chained(EntryKind.REVIEW, entry -> entry.setReview(review));
    }

    /// Stores it, and opens it with its key.
    public LogReaders stored(Path folder) throws IOException, MalformedNoteException {
        Growth growth = TreeEdge.empty().append(leaves);
        for (TileObject object : growth.objects()) {
            Path file = folder.resolve(object.path().path());
            Files.createDirectories(file.getParent());
            Files.write(file, object.bytes());
        }
        Sha256 root = growth.root();
        Files.write(
                folder.resolve("checkpoint"),
                SignedNote.sign(
                                new Checkpoint("example.org/log", growth.edge().size(), root)
                                        .text(),
                                List.of(SIGNER))
                        .encode());
        return LogReaders.open(
                List.of(new DirectoryTileSource(folder)),
                new VerifierKeys(List.of(SIGNER.verifierKey())));
    }
}
