package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.chain.LeafHash;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.NoteVerdict;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.Bundle;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TileSource;
import io.countersign.audit.verify.Conclusion;
import io.countersign.audit.verify.KeptCheckpoints;
import io.countersign.audit.verify.LogVerifier;
import io.countersign.audit.verify.Report;
import io.countersign.audit.verify.Request;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ChainHead;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Hash;
import io.countersign.schemas.SealEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Reads a whole log as an outsider would, by its public folder alone, and checks everything that
/// it promises. Shares no code with the sealer but the formats.
final class WholeLog {
    final Checkpoint checkpoint;
    final List<AuditEntry> entries = new ArrayList<>();
    final List<Hash> hashes = new ArrayList<>();

    private WholeLog(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
    }

    static WholeLog verified(Path root) throws Exception {
        return verified(new LogUnderTest.InDirectory(root));
    }

    static WholeLog verified(LogUnderTest place) throws Exception {
        TileSource source = place.tiles();
        VerifierKeys beside =
                VerifierKeys.parse(
                        new String(place.beside(".vkeys").orElseThrow(), StandardCharsets.UTF_8));
        List<NoteVerifier> keys = new ArrayList<>();
        for (VerifierKey vkey : beside.keys()) {
            keys.add(NoteVerifier.of(vkey));
        }
        NoteVerdict verdict = SignedNote.parse(source.read("checkpoint").orElseThrow()).open(keys);
        assertThat(verdict).isInstanceOf(NoteVerdict.Verified.class);
        WholeLog log = new WholeLog(Checkpoint.parse(((NoteVerdict.Verified) verdict).text()));
        log.readLeaves(source);
        log.checkHashTiles(source);
        log.checkChains();
        log.checkSeals();
        Request request = Request.withKeysBeside(beside);
        Optional<KeptCheckpoints> kept = KeptCheckpoints.in(place.folderBeside(".checkpoints"));
        Report report =
                LogVerifier.verify(
                        source,
                        kept.map(request::withKeptCheckpoints).orElse(request),
                        (_, _) -> true);
        assertThat(report.failed()).isEmpty();
        assertThat(report.conclusion()).isEqualTo(Conclusion.CONSISTENT);
        return log;
    }

    /// Entries of a chain by their leaf hashes, in the order of the log.
    List<Hash> chain(String id) {
        List<Hash> chain = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).getChain().equals(id)) {
                chain.add(hashes.get(i));
            }
        }
        return chain;
    }

    List<AuditEntry> ofKind(EntryKind kind) {
        return entries.stream().filter(entry -> entry.getKind() == kind).toList();
    }

    private void readLeaves(TileSource source) throws Exception {
        LogTiles tiles = new LogTiles(source, checkpoint.size());
        EntryCodec codec = new EntryCodec();
        for (long n = 0; n * 256 < checkpoint.size().value(); n++) {
            Bundle bundle = tiles.bundle(n);
            for (int i = 0; i < bundle.width(); i++) {
                byte[] leaf = bundle.entry(i);
                assertThat(codec.canonical(leaf)).isTrue();
                AuditEntry entry = codec.entry(leaf);
                assertThat(EntryGrammar.faults(entry)).isEmpty();
                entries.add(entry);
                hashes.add(LeafHash.of(leaf));
            }
        }
        assertThat(entries).hasSize((int) checkpoint.size().value());
    }

    /// Every level from the leaves up, and the root by the definition of RFC 6962.
    private void checkHashTiles(TileSource source) throws Exception {
        List<Sha256> level = hashes.stream().map(hash -> Sha256.copyOf(hash.bytes())).toList();
        assertThat(root(level)).isEqualTo(checkpoint.root());
        LogTiles tiles = new LogTiles(source, checkpoint.size());
        for (int l = 0; !level.isEmpty(); l++) {
            List<Sha256> above = new ArrayList<>();
            for (int n = 0; n * 256 < level.size(); n++) {
                List<Sha256> tile = level.subList(n * 256, Math.min(level.size(), n * 256 + 256));
                byte[] stored = tiles.hashTile(l, n);
                for (int i = 0; i < tile.size(); i++) {
                    assertThat(tile.get(i).matches(stored, i * 32)).isTrue();
                }
                if (tile.size() == 256) {
                    above.add(root(tile));
                }
            }
            level = above;
        }
    }

    private void checkChains() {
        Map<String, Integer> heads = new HashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            AuditEntry entry = entries.get(i);
            Integer head = heads.put(entry.getChain(), i);
            assertThat(entry.getSeq()).isEqualTo(head == null ? 0 : entries.get(head).getSeq() + 1);
            assertThat(entry.getPrev())
                    .isEqualTo(head == null ? LeafHash.zeros() : hashes.get(head));
        }
    }

    private void checkSeals() {
        long expectedN = 0;
        long sealedTo = 0;
        long sealedAt = -1;
        Map<String, Integer> heads = new HashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            AuditEntry entry = entries.get(i);
            if (entry.getSeal().isEmpty()) {
                if (!entry.getChain().startsWith("ledger/")) {
                    heads.put(entry.getChain(), i);
                }
                continue;
            }
            SealEntry seal = entry.getSeal().get();
            assertThat(seal.getN()).isEqualTo(expectedN++);
            assertThat(seal.getLeaves()).isEqualTo(i + 1 - sealedTo);
            sealedTo = i + 1L;
            assertThat(entry.getTimeMillis()).isGreaterThan(sealedAt);
            sealedAt = entry.getTimeMillis();
            assertThat(seal.getHeads()).hasSize(heads.size());
            for (ChainHead head : seal.getHeads()) {
                int at = Objects.requireNonNull(heads.get(head.getChain()));
                assertThat(head.getSeq()).isEqualTo(entries.get(at).getSeq());
                assertThat(head.getLeafHash()).isEqualTo(hashes.get(at));
            }
            byte[] before = seal.getPreviousCheckpoint().bytes();
            long previousSize = i + 1 - seal.getLeaves();
            String text =
                    previousSize == 0
                            ? ""
                            : new Checkpoint(
                                            checkpoint.origin(),
                                            new io.countersign.audit.merkle.TreeSize(previousSize),
                                            root(
                                                    hashes.subList(0, (int) previousSize).stream()
                                                            .map(hash ->
                                                                    Sha256.copyOf(hash.bytes()))
                                                            .toList()))
                                    .text();
            assertThat(Sha256.of(text.getBytes(StandardCharsets.UTF_8)).bytes()).isEqualTo(before);
        }
        assertThat(sealedTo).as("the last leaf is a seal").isEqualTo(entries.size());
    }

    private static Sha256 root(List<Sha256> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int k = Integer.highestOneBit(leaves.size() - 1);
        return new TreeHasher()
                .nodeHash(root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
    }
}
