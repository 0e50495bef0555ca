package io.countersign.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.merkle.ProofVerdict;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.tiles.DamagedLogException;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EveryEntryHasItsProofTest {
    @TempDir Path directory;

    private List<byte[]> leaves = List.of();

    @BeforeEach
    void storeALog() throws IOException {
        leaves = LogFixture.leaves(LogFixture.steps(6, 50));
        LogFixture.store(directory, leaves, LogFixture.SIGNER);
    }

    private EntryReader open() throws IOException, MalformedNoteException {
        return EntryReader.open(new DirectoryTileSource(directory), LogFixture.KEYS.verifiers());
    }

    @Test
    void everyLeafIsReadAndProven() throws IOException, MalformedNoteException {
        EntryReader reader = open();
        TreeHasher hasher = new TreeHasher();
        for (int i = 0; i < leaves.size(); i++) {
            FoundEntry found = reader.at(new LeafIndex(i));
            assertThat(found.leaf().bytes()).isEqualTo(leaves.get(i));
            byte[] text = reader.proof(found).encode();
            TlogProof handedOut = TlogProof.parse(text);
            assertThat(handedOut.encode()).isEqualTo(text);
            Checkpoint opened = Checkpoint.parse(handedOut.checkpoint().text());
            ProofVerdict verdict =
                    handedOut
                            .inclusionIn(opened)
                            .verify(hasher.leafHash(leaves.get(i)), opened.root());
            assertThat(verdict.isValid()).isTrue();
        }
        assertThatThrownBy(() -> reader.at(new LeafIndex(leaves.size())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void entryIsFoundByChainAndNumber() throws IOException, MalformedNoteException {
        EntryReader reader = open();
        ChainId chain = ChainId.parse(LogFixture.CHAIN_1);
        FoundEntry found = reader.find(chain, 123, new LeafIndex(0)).orElseThrow();
        AuditEntry entry = reader.entry(found);
        assertThat(entry.getChain()).isEqualTo(LogFixture.CHAIN_1);
        assertThat(entry.getSeq()).isEqualTo(123);
        assertThat(reader.find(chain, 123, found.index())).isPresent();
        assertThat(reader.find(chain, 123, new LeafIndex(found.index().value() + 1))).isEmpty();
        assertThat(reader.find(chain, 1_000_000, new LeafIndex(0))).isEmpty();
        assertThat(reader.find(new ChainId("audit.entry.v1", 7, 1), 0, new LeafIndex(0))).isEmpty();
    }

    @Test
    void findingBySealsFindsEveryEntryThatThereIs() throws IOException, MalformedNoteException {
        EntryReader reader = open();
        EntryCodec codec = new EntryCodec();
        for (int i = 0; i < leaves.size(); i++) {
            AuditEntry entry = codec.entry(leaves.get(i));
            assertThat(reader.find(ChainId.parse(entry.getChain()), entry.getSeq()))
                    .map(found -> found.index().value())
                    .contains((long) i);
        }
        assertThat(reader.find(ChainId.parse(LogFixture.CHAIN_1), 1_000_000)).isEmpty();
        assertThat(reader.find(ChainId.parse(LogFixture.LEDGER), 1_000_000)).isEmpty();
        assertThat(reader.find(new ChainId("audit.entry.v1", 7, 1), 0)).isEmpty();
    }

    @Test
    void aPartIsReadFromItsBundleOnAndProvenByTheRoot() throws IOException, MalformedNoteException {
        EntryReader reader = open();
        for (long behind : new long[] {0, 1, 255, 256, 300, leaves.size()}) {
            List<Long> seen = new ArrayList<>();
            reader.forEach(new TreeSize(behind), visitor(seen));
            long first = behind / 256 * 256;
            assertThat(seen).isEqualTo(LongStream.range(first, leaves.size()).boxed().toList());
        }
        Path tile = directory.resolve("tile/1/000.p/" + leaves.size() / 256);
        byte[] hashes = Files.readAllBytes(tile);
        hashes[0] ^= 1;
        Files.write(tile, hashes);
        EntryReader damaged = open();
        assertThatThrownBy(() -> damaged.forEach(new TreeSize(300), visitor(new ArrayList<>())))
                .isInstanceOf(DamagedLogException.class);
    }

    private static EntryReader.EntryVisitor visitor(List<Long> seen) {
        return new EntryReader.EntryVisitor() {
            @Override
            public boolean wants(EntryKind kind) {
                return true;
            }

            @Override
            public void entry(AuditEntry entry, LeafIndex index) {
                seen.add(index.value());
            }
        };
    }

    @Test
    void proofIsForItsLeafAndItsKeysOnly() throws IOException, MalformedNoteException {
        EntryReader reader = open();
        TlogProof proof = reader.proof(reader.at(new LeafIndex(300)));
        assertThat(proof.provenIn(leaves.get(300), LogFixture.KEYS.verifiers())).isPresent();
        assertThat(proof.provenIn(leaves.get(301), LogFixture.KEYS.verifiers())).isEmpty();
        TlogProof moved = new TlogProof(new LeafIndex(301), proof.path(), proof.checkpoint());
        assertThat(moved.provenIn(leaves.get(300), LogFixture.KEYS.verifiers())).isEmpty();
        Ed25519NoteSigner other = Ed25519NoteSigner.generate(LogFixture.ORIGIN, new SecureRandom());
        assertThatThrownBy(() ->
                        proof.provenIn(
                                leaves.get(300), List.of(NoteVerifier.of(other.verifierKey()))))
                .isInstanceOf(MalformedNoteException.class);
    }

    @Test
    void proofTextHasItsForm() throws IOException, MalformedNoteException {
        EntryReader reader = open();
        String text =
                new String(
                        reader.proof(reader.at(new LeafIndex(300))).encode(),
                        StandardCharsets.UTF_8);
        assertThat(text).startsWith("c2sp.org/tlog-proof@v1\nindex 300\n");
        assertThat(text).endsWith("\n\n" + Files.readString(directory.resolve("checkpoint")));
        assertThat(TlogProof.parse(text.getBytes(StandardCharsets.UTF_8)).entry()).isEmpty();
        byte[] withOthers =
                text.replace("@v1\n", "@v1\nextra QUJD\n").getBytes(StandardCharsets.UTF_8);
        TlogProof carriesAnother = TlogProof.parse(withOthers);
        assertThat(carriesAnother.encode()).isEqualTo(withOthers);
        assertThat(carriesAnother.provenIn(LogFixture.KEYS.verifiers())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c2sp.org/tlog-proof@v1\n",
                "c2sp.org/tlog-proof@v2\nindex 3\n\n",
                "c2sp.org/tlog-proof@v1\nindex 03\n\n",
                "c2sp.org/tlog-proof@v1\nindex -3\n\n",
                "c2sp.org/tlog-proof@v1\nindex 99999999999999999999\n\n",
                "c2sp.org/tlog-proof@v1\nindex 3\nQUJD\n\n",
                "c2sp.org/tlog-proof@v1\nindex 3\n???\n\n",
                "c2sp.org/tlog-proof@v1\nextra QUJD\nextra QUJD\nindex 3\n\n"
            })
    void whatIsNoProofIsRefused(String head) throws IOException {
        String text = head + Files.readString(directory.resolve("checkpoint"));
        assertThatThrownBy(() -> TlogProof.parse(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedNoteException.class);
    }

    @Test
    void changedEntryIsNotHandedOut() throws IOException, MalformedNoteException {
        Path bundle = directory.resolve("tile/entries/000");
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[bytes.length - 1] ^= 1;
        Files.write(bundle, bytes);
        EntryReader reader = open();
        assertThat(reader.at(new LeafIndex(254))).isNotNull();
        assertThatThrownBy(() -> reader.at(new LeafIndex(255)))
                .isInstanceOf(DamagedLogException.class);
    }

    @Test
    void checkpointOfSomebodyElseIsNotOpened() throws IOException {
        LogFixture.store(
                directory,
                leaves,
                Ed25519NoteSigner.generate(LogFixture.ORIGIN, new SecureRandom()));
        assertThatThrownBy(this::open).isInstanceOf(MalformedNoteException.class);
    }
}
