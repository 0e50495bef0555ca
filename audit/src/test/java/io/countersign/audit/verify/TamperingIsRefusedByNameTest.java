package io.countersign.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ChainHead;
import io.countersign.schemas.CloseEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.GapEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.InputTally;
import io.countersign.schemas.KeyEntry;
import io.countersign.schemas.OffsetRange;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.OutcomeCount;
import io.countersign.schemas.TallyEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody alters a log, with less or more power over it: over its files, over its leaves with all
/// hashes done again, over its leaves and the key, or over what gets logged in the first place.
/// Each case names exactly the checks that refuse it.
class TamperingIsRefusedByNameTest {
    private static final int BATCHES = 5;
    private static final int EVENTS = 60;

    private static Optional<SecondVerifier> second = Optional.empty();

    @TempDir Path directory;

    @BeforeAll
    static void startTheSecondVerifier() throws IOException {
        second = SecondVerifier.start();
    }

    @AfterAll
    static void endTheSecondVerifier() throws IOException {
        if (second.isPresent()) {
            second.get().close();
        }
    }

    // ---- the stored files

    @Test
    void byteFlippedInABundle() throws IOException {
        List<byte[]> leaves = leaves();
        store(leaves);
        LogFixture.PlaceInBundle place = LogFixture.freePlace(leaves, 256);
        flip(place.path(), place.at());
        assertThat(refused()).contains(CheckCode.TILE_LEAVES, CheckCode.TREE_ROOT);
    }

    @Test
    void byteFlippedInALengthOfABundle() throws IOException {
        store(leaves());
        flip("tile/entries/001", 1);
        assertThat(refused()).containsExactly(CheckCode.BUNDLE_FORM);
    }

    @Test
    void byteFlippedInALeafTile() throws IOException {
        store(leaves());
        flip("tile/0/001", 40);
        assertThat(refused()).containsExactly(CheckCode.TILE_LEAVES);
        assertThat(report().check(CheckCode.TILE_LEAVES).place()).isEqualTo("leaf 257");
    }

    @Test
    void byteFlippedInAnUpperTile() throws IOException {
        store(leaves());
        flip("tile/1/000.p/2", 40);
        assertThat(refused()).containsExactly(CheckCode.TILE_NODES);
        assertThat(report().check(CheckCode.TILE_NODES).place()).isEqualTo("tile/1/000.p/2");
    }

    @Test
    void byteFlippedInATileOfTheThirdLevel() throws IOException {
        List<byte[]> many = LogFixture.leaves(LogFixture.steps(60, 550));
        assertThat(many).hasSizeGreaterThan(65_536);
        store(many);
        flip("tile/2/000.p/1", 3);
        assertThat(refused()).containsExactly(CheckCode.TILE_NODES);
        assertThat(report().check(CheckCode.TILE_NODES).place()).isEqualTo("tile/2/000.p/1");
    }

    @Test
    void bundleAndItsLeafTileChangedTogether() throws IOException {
        List<byte[]> leaves = leaves();
        store(leaves);
        int at = LogFixture.freeByte(leaves.getFirst());
        flip("tile/entries/000", 2 + at);
        byte[] changed = leaves.getFirst().clone();
        changed[at] ^= 1;
        byte[] tile = Files.readAllBytes(directory.resolve("tile/0/000"));
        new TreeHasher().leafHash(changed).copyTo(tile, 0);
        Files.write(directory.resolve("tile/0/000"), tile);
        assertThat(refused()).contains(CheckCode.TILE_NODES, CheckCode.TREE_ROOT);
    }

    @Test
    void bundleTruncated() throws IOException {
        store(leaves());
        Path bundle = directory.resolve("tile/entries/001");
        Files.write(bundle, java.util.Arrays.copyOf(Files.readAllBytes(bundle), 700));
        assertThat(refused()).containsExactly(CheckCode.BUNDLE_FORM);
    }

    @Test
    void bytesAppendedToABundle() throws IOException {
        store(leaves());
        Path bundle = directory.resolve("tile/entries/001");
        byte[] bytes = Files.readAllBytes(bundle);
        Files.write(bundle, java.util.Arrays.copyOf(bytes, bytes.length + 3));
        assertThat(refused()).containsExactly(CheckCode.BUNDLE_FORM);
        assertThat(report().check(CheckCode.BUNDLE_FORM).place()).isEqualTo("tile/entries/001");
    }

    @Test
    void filesRemoved() throws IOException {
        store(leaves());
        Files.delete(directory.resolve("tile/entries/001"));
        assertThat(refused()).containsExactly(CheckCode.BUNDLE_FORM);
        store(leaves());
        Files.delete(directory.resolve("tile/0/000"));
        assertThat(refused()).containsExactly(CheckCode.TILE_LEAVES);
        store(leaves());
        Files.delete(directory.resolve("tile/1/000.p/2"));
        assertThat(refused()).containsExactly(CheckCode.TILE_NODES);
        store(leaves());
        Files.delete(directory.resolve("checkpoint"));
        assertThat(refused()).containsExactly(CheckCode.CHECKPOINT_SIGNATURE);
    }

    @Test
    void checkpointEdited() throws IOException {
        store(leaves());
        String note = Files.readString(directory.resolve("checkpoint"));
        Files.writeString(
                directory.resolve("checkpoint"),
                note.replaceFirst("\n" + leaves().size() + "\n", "\n300\n"));
        assertThat(refused()).contains(CheckCode.CHECKPOINT_SIGNATURE, CheckCode.TREE_ROOT);
    }

    @Test
    void checkpointSignedByAnotherKeyOfTheSameName() throws IOException {
        LogFixture.store(
                directory,
                leaves(),
                Ed25519NoteSigner.generate(LogFixture.ORIGIN, new SecureRandom()));
        assertThat(refused()).containsExactly(CheckCode.CHECKPOINT_SIGNATURE);
    }

    @Test
    void checkpointSignedByATrustedKeyOfAnotherName() throws IOException {
        Ed25519NoteSigner witness =
                Ed25519NoteSigner.generate("witness.example.org/w", new SecureRandom());
        LogFixture.store(directory, leaves(), witness);
        VerifierKeys keys =
                new VerifierKeys(List.of(LogFixture.SIGNER.verifierKey(), witness.verifierKey()));
        assertThat(codes(verify(Request.trusting(keys))))
                .containsExactly(CheckCode.CHECKPOINT_SIGNATURE);
    }

    @Test
    void checkpointClaimsMoreThanThereIs() throws IOException {
        List<byte[]> leaves = leaves();
        store(leaves);
        for (long size : new long[] {leaves.size() + 1L, 1_000_000, Long.MAX_VALUE}) {
            Checkpoint claim = new Checkpoint(LogFixture.ORIGIN, new TreeSize(size), Sha256.ZEROS);
            Files.write(
                    directory.resolve("checkpoint"),
                    SignedNote.sign(claim.text(), List.of(LogFixture.SIGNER)).encode());
            assertThat(refused()).contains(CheckCode.BUNDLE_FORM, CheckCode.TILE_LEAVES);
            assertThat(report().check(CheckCode.TREE_ROOT).verdict())
                    .isEqualTo(CheckVerdict.NOT_CHECKED);
        }
    }

    // ---- rollback and an exchanged past, against what was verified before

    @Test
    void checkpointRolledBack() throws IOException {
        List<LogFixture.Step> steps = LogFixture.steps(BATCHES, EVENTS);
        store(LogFixture.leaves(steps));
        RememberedRoot memory = report().toRemember().orElseThrow();
        store(LogFixture.leaves(steps.subList(0, secondSeal(steps) + 1)));
        // Without a memory nothing is wrong with it: it is a real checkpoint of the real log.
        assertThat(refused()).isEmpty();
        assertThat(codes(verify(Request.trusting(LogFixture.KEYS).remembering(memory))))
                .containsExactly(CheckCode.CHECKPOINT_MEMORY);
    }

    @Test
    void pastExchangedByTheKeyHolder() throws IOException {
        List<LogFixture.Step> steps = new ArrayList<>(LogFixture.steps(BATCHES, EVENTS));
        store(LogFixture.leaves(steps));
        RememberedRoot memory = report().toRemember().orElseThrow();
        int event = firstOf(steps, EntryKind.EVENT);
        steps.set(event, steps.get(event).changing(b -> b.setTimeMillis(b.getTimeMillis() - 1)));
        steps.addAll(oneMoreBatchAfter(steps));
        store(LogFixture.leaves(steps));
        assertThat(refused()).isEmpty();
        assertThat(codes(verify(Request.trusting(LogFixture.KEYS).remembering(memory))))
                .containsExactly(CheckCode.CHECKPOINT_MEMORY);
    }

    // ---- the leaves, with all tiles and the root done again and signed with the log's key

    @Test
    void leavesSwapped() throws IOException {
        List<byte[]> leaves = leaves();
        Collections.swap(leaves, 20, 21);
        store(leaves);
        assertThat(refused()).contains(CheckCode.CHAIN_LINKS, CheckCode.SEAL_CHECKPOINTS);
    }

    @Test
    void leafInserted() throws IOException {
        List<byte[]> leaves = leaves();
        leaves.add(21, leaves.get(20));
        store(leaves);
        assertThat(refused())
                .contains(
                        CheckCode.CHAIN_LINKS, CheckCode.SEAL_SEQUENCE, CheckCode.SEAL_CHECKPOINTS);
    }

    @Test
    void leafDropped() throws IOException {
        List<byte[]> leaves = leaves();
        leaves.remove(20);
        store(leaves);
        assertThat(refused())
                .contains(
                        CheckCode.CHAIN_LINKS, CheckCode.SEAL_SEQUENCE, CheckCode.SEAL_CHECKPOINTS);
        assertThat(report().check(CheckCode.CHAIN_LINKS).place())
                .startsWith("audit.entry.v1/0@1 entry ");
    }

    @Test
    void leafDroppedAndSignedByAForger() throws IOException {
        List<byte[]> leaves = leaves();
        leaves.remove(20);
        LogFixture.store(
                directory,
                leaves,
                Ed25519NoteSigner.generate(LogFixture.ORIGIN, new SecureRandom()));
        assertThat(refused()).contains(CheckCode.CHECKPOINT_SIGNATURE, CheckCode.CHAIN_LINKS);
    }

    @Test
    void leafChanged() throws IOException {
        List<byte[]> leaves = leaves();
        int at = 20;
        leaves.set(at, leaves.get(at).clone());
        leaves.get(at)[LogFixture.freeByte(leaves.get(at))] ^= 2;
        store(leaves);
        assertThat(refused()).contains(CheckCode.CHAIN_LINKS, CheckCode.SEAL_CHECKPOINTS);
    }

    @Test
    void tailOfAChainDroppedBeforeItsSeal() throws IOException {
        List<byte[]> leaves = leaves();
        leaves.remove(leaves.size() - 2);
        store(leaves);
        assertThat(refused()).contains(CheckCode.SEAL_HEADS, CheckCode.SEAL_SEQUENCE);
    }

    @Test
    void lastSealDropped() throws IOException {
        List<byte[]> leaves = leaves();
        leaves.removeLast();
        store(leaves);
        assertThat(refused()).containsExactly(CheckCode.SEAL_SEQUENCE);
    }

    @Test
    void wholeBatchDroppedFromTheMiddle() throws IOException {
        List<LogFixture.Step> steps = LogFixture.steps(BATCHES, EVENTS);
        List<byte[]> leaves = LogFixture.leaves(steps);
        int from = firstOf(steps, EntryKind.SEAL) + 1;
        leaves.subList(from, secondSeal(steps) + 1).clear();
        store(leaves);
        assertThat(refused())
                .contains(
                        CheckCode.CHAIN_LINKS, CheckCode.SEAL_SEQUENCE, CheckCode.SEAL_CHECKPOINTS);
    }

    @Test
    void wholeChainDropped() throws IOException {
        List<byte[]> leaves = leaves();
        leaves.removeIf(leaf ->
                new io.countersign.audit.chain.EntryCodec()
                        .entry(leaf)
                        .getChain()
                        .equals(LogFixture.CHAIN_1));
        store(leaves);
        assertThat(refused())
                .contains(
                        CheckCode.SEAL_HEADS, CheckCode.SEAL_SEQUENCE, CheckCode.SEAL_CHECKPOINTS);
        assertThat(report().check(CheckCode.CHAIN_LINKS).verdict()).isEqualTo(CheckVerdict.PASSED);
    }

    @Test
    void leafThatIsNoEntry() throws IOException {
        List<byte[]> leaves = leaves();
        leaves.set(20, new byte[] {1, 2, 3});
        store(leaves);
        assertThat(refused()).containsExactly(CheckCode.ENTRY_FORM);
        assertThat(report().check(CheckCode.CHAIN_LINKS).verdict())
                .isEqualTo(CheckVerdict.NOT_CHECKED);
    }

    @Test
    void bytesAfterAnEntry() throws IOException {
        List<byte[]> leaves = leaves();
        leaves.set(20, java.util.Arrays.copyOf(leaves.get(20), leaves.get(20).length + 1));
        store(leaves);
        assertThat(refused()).containsExactly(CheckCode.ENTRY_FORM);
    }

    @Test
    void entryOfAnUnknownSchema() throws IOException {
        List<byte[]> leaves = leaves();
        leaves.get(20)[5] ^= 1;
        store(leaves);
        assertThat(refused()).containsExactly(CheckCode.ENTRY_FORM);
    }

    @Test
    void entryInAnotherSpelling() throws IOException {
        List<byte[]> leaves = leaves();
        byte[] leaf = leaves.get(20);
        // The kind is the first byte of the body: the same number, in one byte more.
        byte[] longer = new byte[leaf.length + 1];
        System.arraycopy(leaf, 0, longer, 0, 11);
        longer[10] |= (byte) 0x80;
        System.arraycopy(leaf, 11, longer, 12, leaf.length - 11);
        leaves.set(20, longer);
        store(leaves);
        assertThat(refused()).contains(CheckCode.ENTRY_FORM, CheckCode.CHAIN_LINKS);
    }

    // ---- what was to be logged, chained and sealed as if it were true

    @Test
    void entryNeverLoggedButCounted() throws IOException {
        assertThat(refusedSteps(steps -> steps.remove(firstOf(steps, EntryKind.EVENT))))
                .containsExactly(CheckCode.INPUT_ENTRIES);
    }

    @Test
    void entryLoggedButNotCounted() throws IOException {
        assertThat(
                        refusedSteps(steps ->
                                changeTally(
                                        steps,
                                        tally ->
                                                withCounts(
                                                        tally,
                                                        Outcome.EVENT,
                                                        EVENTS - 1,
                                                        Outcome.OUT_OF_SCOPE,
                                                        11))))
                .containsExactly(CheckCode.INPUT_ENTRIES);
    }

    @Test
    void tallyThatDoesNotAddUp() throws IOException {
        assertThat(
                        refusedSteps(steps ->
                                changeTally(
                                        steps,
                                        tally -> withCounts(tally, Outcome.OUT_OF_SCOPE, 9))))
                .containsExactly(CheckCode.INPUT_OFFSETS);
    }

    @Test
    void tallyWithANegativeCount() throws IOException {
        assertThat(
                        refusedSteps(steps ->
                                changeTally(
                                        steps,
                                        tally ->
                                                withCounts(
                                                        tally,
                                                        Outcome.OUT_OF_SCOPE,
                                                        11,
                                                        Outcome.TICK,
                                                        -1))))
                .containsExactly(CheckCode.ENTRY_GRAMMAR, CheckCode.INPUT_OFFSETS);
    }

    @Test
    void tallyThatStartsLater() throws IOException {
        assertThat(
                        refusedSteps(steps ->
                                changeTally(
                                        steps,
                                        tally ->
                                                withCounts(
                                                        new InputTally(
                                                                tally.getTopic(),
                                                                tally.getPartition(),
                                                                tally.getFromOffset() + 1,
                                                                tally.getToOffset(),
                                                                tally.getCounts(),
                                                                tally.getHoles()),
                                                        Outcome.OUT_OF_SCOPE,
                                                        9))))
                .containsExactly(CheckCode.INPUT_OFFSETS);
    }

    @Test
    void wholeTallyLeftOut() throws IOException {
        assertThat(refusedSteps(steps -> steps.remove(firstOf(steps, EntryKind.TALLY))))
                .containsExactly(CheckCode.INPUT_OFFSETS, CheckCode.INPUT_ENTRIES);
    }

    @Test
    void holesThatAreNotNamed() throws IOException {
        assertThat(
                        refusedSteps(steps ->
                                changeTally(
                                        steps,
                                        tally ->
                                                new InputTally(
                                                        tally.getTopic(),
                                                        tally.getPartition(),
                                                        tally.getFromOffset(),
                                                        tally.getToOffset(),
                                                        tally.getCounts(),
                                                        List.of(
                                                                new OffsetRange(
                                                                        tally.getToOffset() - 18,
                                                                        tally.getToOffset()
                                                                                - 16))))))
                .containsExactly(CheckCode.INPUT_OFFSETS);
    }

    @Test
    void lostRecordsCountedAsOutOfScope() throws IOException {
        assertThat(
                        refusedSteps(steps ->
                                changeTally(
                                        steps,
                                        tally ->
                                                withCounts(
                                                        tally,
                                                        Outcome.LOST,
                                                        0,
                                                        Outcome.OUT_OF_SCOPE,
                                                        13))))
                .containsExactly(CheckCode.INPUT_ENTRIES);
    }

    @Test
    void oneRecordWithTwoEntries() throws IOException {
        assertThat(
                        refusedSteps(steps -> {
                            int event = firstOf(steps, EntryKind.EVENT);
                            steps.set(event + 1, steps.get(event));
                        }))
                .containsExactly(CheckCode.INPUT_ENTRIES);
    }

    @Test
    void entryOfAnOffsetThatWasTalliedBefore() throws IOException {
        assertThat(
                        refusedSteps(steps -> {
                            int event = lastOf(steps, EntryKind.EVENT);
                            steps.set(
                                    event,
                                    steps.get(event)
                                            .changing(b -> b.setEvent(LogFixture.event(1, 105))));
                        }))
                .containsExactly(CheckCode.INPUT_ENTRIES);
    }

    @Test
    void controlEntryLeftOut() throws IOException {
        assertThat(refusedSteps(steps -> steps.remove(firstOf(steps, EntryKind.ALERT))))
                .containsExactly(CheckCode.INPUT_ENTRIES);
    }

    @Test
    void inputThatTheGenesisDoesNotName() throws IOException {
        assertThat(
                        refusedSteps(steps -> {
                            int event = firstOf(steps, EntryKind.EVENT);
                            steps.set(
                                    event,
                                    steps.get(event)
                                            .changing(b -> b.setEvent(LogFixture.event(9, 105))));
                        }))
                .contains(CheckCode.INPUT_ENTRIES);
    }

    @Test
    void gapWithinWhatWasAccountedFor() throws IOException {
        assertThat(
                        refusedSteps(steps -> {
                            int gap = lastOf(steps, EntryKind.GAP);
                            steps.set(
                                    gap,
                                    steps.get(gap)
                                            .changing(b ->
                                                    b.setGap(
                                                            new GapEntry(
                                                                    "proxy.raw", 1, 101L, 104L))));
                        }))
                .contains(CheckCode.INPUT_OFFSETS);
    }

    @Test
    void entryWithThePartOfAnotherKind() throws IOException {
        assertThat(
                        refusedSteps(steps -> {
                            int event = firstOf(steps, EntryKind.EVENT);
                            steps.set(
                                    event,
                                    steps.get(event).changing(b -> b.setKind(EntryKind.NOTICE)));
                        }))
                .contains(CheckCode.ENTRY_KIND);
        assertThat(
                        refusedSteps(steps -> {
                            int event = firstOf(steps, EntryKind.EVENT);
                            steps.set(
                                    event,
                                    steps.get(event)
                                            .changing(b -> b.setKind(EntryKind.UNRECOGNISED)));
                        }))
                .containsExactly(CheckCode.ENTRY_KIND);
    }

    @Test
    void textWhereACodeBelongs() throws IOException {
        assertThat(
                        refusedSteps(steps -> {
                            int alert = firstOf(steps, EntryKind.ALERT);
                            steps.set(
                                    alert,
                                    steps.get(alert)
                                            .changing(b ->
                                                    b.setAlert(
                                                            new io.countersign.schemas.AlertEntry(
                                                                    "alert-0",
                                                                    "some free text",
                                                                    io.countersign.schemas.Severity
                                                                            .HIGH,
                                                                    List.of(),
                                                                    "",
                                                                    List.of()))));
                        }))
                .containsExactly(CheckCode.ENTRY_GRAMMAR);
    }

    @Test
    void schemaTextExchanged() throws IOException {
        assertThat(
                        refusedSteps(steps -> {
                            int schema = firstOf(steps, EntryKind.SCHEMA);
                            steps.set(
                                    schema,
                                    steps.get(schema)
                                            .changing(b ->
                                                    b.setSchema$(
                                                            new io.countersign.schemas.SchemaEntry(
                                                                    LogFixture.schema()
                                                                            .getFingerprint(),
                                                                    LogFixture.schema().getSha256(),
                                                                    "\"string\""))));
                        }))
                .containsExactly(CheckCode.SCHEMA_TEXT);
    }

    @Test
    void chainThatGoesOnAfterItsEnd() throws IOException {
        assertThat(
                        refusedSteps(steps -> {
                            int tally = firstOf(steps, EntryKind.TALLY);
                            steps.add(
                                    tally + 1,
                                    LogFixture.Step.of(
                                            steps.get(tally).chain(),
                                            LogFixture.START_MILLIS,
                                            b ->
                                                    b.setKind(EntryKind.CLOSE)
                                                            .setClose(
                                                                    new CloseEntry(
                                                                            "DAMAGED",
                                                                            "",
                                                                            LogFixture.accountedTo(
                                                                                    0, 1,
                                                                                    EVENTS)))));
                        }))
                .containsExactly(CheckCode.CHAIN_LINKS);
    }

    @Test
    void chainWithoutItsBeginning() throws IOException {
        assertThat(refusedSteps(steps -> steps.remove(4))).contains(CheckCode.CHAIN_LINKS);
    }

    @Test
    void sealNumberLeftOut() throws IOException {
        assertThat(refusedSteps(steps -> changeSeal(steps, seal -> seal.setN(seal.getN() + 1))))
                .containsExactly(CheckCode.SEAL_SEQUENCE);
    }

    @Test
    void sealCountsOtherLeaves() throws IOException {
        assertThat(
                        refusedSteps(steps ->
                                changeSeal(steps, seal -> seal.setLeaves(seal.getLeaves() - 1))))
                .containsExactly(CheckCode.SEAL_SEQUENCE);
    }

    @Test
    void sealOfAnotherPast() throws IOException {
        assertThat(
                        refusedSteps(steps ->
                                changeSeal(
                                        steps,
                                        seal ->
                                                seal.setPreviousCheckpoint(
                                                        new Hash(new byte[32])))))
                .containsExactly(CheckCode.SEAL_CHECKPOINTS);
    }

    @Test
    void sealWithholdsAChain() throws IOException {
        assertThat(
                        refusedSteps(steps ->
                                changeSeal(
                                        steps,
                                        seal -> seal.setHeads(seal.getHeads().subList(0, 1)))))
                .containsExactly(CheckCode.SEAL_HEADS);
    }

    @Test
    void sealNamesAnEarlierHead() throws IOException {
        assertThat(
                        refusedSteps(steps ->
                                changeSeal(
                                        steps,
                                        seal -> {
                                            ChainHead head = seal.getHeads().getFirst();
                                            return seal.setHeads(
                                                    List.of(
                                                            new ChainHead(
                                                                    head.getChain(),
                                                                    head.getSeq() - 1,
                                                                    head.getLeafHash(),
                                                                    head.getEntryOffset(),
                                                                    head.getInputs()),
                                                            seal.getHeads().get(1)));
                                        })))
                .containsExactly(CheckCode.SEAL_HEADS);
    }

    @Test
    void sealClaimsOffsetsThatNoTallyCovers() throws IOException {
        assertThat(
                        refusedSteps(steps ->
                                changeSeal(
                                        steps,
                                        seal -> {
                                            ChainHead head = seal.getHeads().getFirst();
                                            return seal.setHeads(
                                                    List.of(
                                                            new ChainHead(
                                                                    head.getChain(),
                                                                    head.getSeq(),
                                                                    head.getLeafHash(),
                                                                    head.getEntryOffset(),
                                                                    List.of()),
                                                            seal.getHeads().get(1)));
                                        })))
                .containsExactly(CheckCode.SEAL_HEADS);
    }

    @Test
    void sealOfOtherKeys() throws IOException {
        assertThat(
                        refusedSteps(steps ->
                                changeSeal(
                                        steps,
                                        seal -> seal.setVkeys(new Hash(Sha256.ZEROS.bytes())))))
                .containsExactly(CheckCode.SEAL_KEYS);
    }

    @Test
    void checkpointSignedWithARetiredKey() throws IOException {
        Ed25519NoteSigner next = new Ed25519NoteSigner(LogFixture.ORIGIN, LogFixture.filled(32, 8));
        List<LogFixture.Step> steps = new ArrayList<>(LogFixture.steps(1, 5));
        steps.add(key(next.verifierKey().vkey(), "ADDED"));
        steps.add(key(LogFixture.SIGNER.verifierKey().vkey(), "RETIRED"));
        steps.add(
                LogFixture.Step.seal(LogFixture.START_MILLIS + 9000)
                        .sealing(seal ->
                                seal.setVkeys(
                                        new Hash(
                                                new VerifierKeys(List.of(next.verifierKey()))
                                                        .hash()
                                                        .bytes()))));
        List<byte[]> leaves = LogFixture.leaves(steps);
        VerifierKeys both =
                new VerifierKeys(List.of(LogFixture.SIGNER.verifierKey(), next.verifierKey()));
        LogFixture.store(directory, leaves, next);
        assertThat(codes(verify(Request.trusting(both)))).isEmpty();
        LogFixture.store(directory, leaves, LogFixture.SIGNER);
        assertThat(codes(verify(Request.trusting(both)))).containsExactly(CheckCode.SEAL_KEYS);
    }

    @Test
    void sealDatedBeforeTheOneBeforeIt() throws IOException {
        assertThat(
                        refusedSteps(steps -> {
                            int seal = secondSeal(steps);
                            steps.set(seal, LogFixture.Step.seal(LogFixture.START_MILLIS));
                        }))
                .containsExactly(CheckCode.SEAL_SEQUENCE);
    }

    @Test
    void noSentenceQuotesAnEntry() throws IOException {
        List<byte[]> leaves = leaves();
        leaves.remove(20);
        leaves.set(40, new byte[] {'s', 'e', 'c', 'r', 'e', 't'});
        store(leaves);
        for (Check check : report().checks()) {
            assertThat(check.sentence())
                    .doesNotContain("mmuster", "chat.example.org", "secret")
                    .endsWith(".");
        }
    }

    // ---- how it is done

    private static LogFixture.Step key(String vkey, String change) {
        return LogFixture.Step.of(
                LogFixture.LEDGER,
                LogFixture.START_MILLIS + 9000,
                b -> b.setKind(EntryKind.KEY).setKey(new KeyEntry(vkey, change, List.of(), null)));
    }

    private static List<byte[]> leaves() {
        return LogFixture.leaves(LogFixture.steps(BATCHES, EVENTS));
    }

    private void store(List<byte[]> leaves) throws IOException {
        LogFixture.store(directory, leaves, LogFixture.SIGNER);
    }

    private void flip(String path, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(directory.resolve(path));
        bytes[at] ^= 1;
        Files.write(directory.resolve(path), bytes);
    }

    /// Verifies it, and has `docs/spec/verify.py` verify it too: both refuse, or none does. Both
    /// name the same checks, but that the other one ends where the signature is wrong or where
    /// something cannot be read.
    private Report verify(Request request) throws IOException {
        Report report =
                LogVerifier.verify(new DirectoryTileSource(directory), request, Progress.NONE);
        if (second.isPresent() && request.memory().isEmpty()) {
            Set<String> ours = new TreeSet<>();
            report.failed().forEach(check -> ours.add(check.code().code()));
            // It leaves this one out, as it says.
            ours.remove(CheckCode.ENTRY_GRAMMAR.code());
            Set<String> theirs =
                    second.get()
                            .codes(directory, request.trusted().orElseThrow(), Optional.empty());
            if (theirs.contains(CheckCode.CHECKPOINT_SIGNATURE.code())) {
                assertThat(ours).contains(CheckCode.CHECKPOINT_SIGNATURE.code());
            } else if (theirs.contains(CheckCode.ENTRY_FORM.code())
                    || theirs.contains(CheckCode.BUNDLE_FORM.code())) {
                assertThat(ours).isNotEmpty();
            } else {
                assertThat(theirs).isEqualTo(ours);
            }
        }
        return report;
    }

    private Report report() throws IOException {
        return verify(Request.trusting(LogFixture.KEYS));
    }

    private static Set<CheckCode> codes(Report report) {
        EnumSet<CheckCode> codes = EnumSet.noneOf(CheckCode.class);
        report.failed().forEach(check -> codes.add(check.code()));
        assertThat(report.conclusion() == Conclusion.FAILED).isEqualTo(!codes.isEmpty());
        return codes;
    }

    private Set<CheckCode> refused() throws IOException {
        return codes(report());
    }

    private Set<CheckCode> refusedSteps(Consumer<List<LogFixture.Step>> change) throws IOException {
        List<LogFixture.Step> steps = new ArrayList<>(LogFixture.steps(3, EVENTS));
        change.accept(steps);
        store(LogFixture.leaves(steps));
        return refused();
    }

    private static EntryKind kind(LogFixture.Step step) {
        return step.part().isEmpty()
                ? EntryKind.SEAL
                : step.part().get().apply(AuditEntry.newBuilder()).getKind();
    }

    private static int firstOf(List<LogFixture.Step> steps, EntryKind kind) {
        for (int i = 0; i < steps.size(); i++) {
            if (kind(steps.get(i)) == kind) {
                return i;
            }
        }
        throw new IllegalArgumentException("no step of kind " + kind);
    }

    private static int lastOf(List<LogFixture.Step> steps, EntryKind kind) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (kind(steps.get(i)) == kind) {
                return i;
            }
        }
        throw new IllegalArgumentException("no step of kind " + kind);
    }

    private static int secondSeal(List<LogFixture.Step> steps) {
        int first = firstOf(steps, EntryKind.SEAL);
        return first + 1 + firstOf(steps.subList(first + 1, steps.size()), EntryKind.SEAL);
    }

    /// Changes what the first tally says about `proxy.raw`.
    private static void changeTally(List<LogFixture.Step> steps, UnaryOperator<InputTally> change) {
        int at = firstOf(steps, EntryKind.TALLY);
        steps.set(
                at,
                steps.get(at)
                        .changing(b -> {
                            List<InputTally> inputs = new ArrayList<>(b.getTally().getInputs());
                            inputs.set(0, change.apply(inputs.getFirst()));
                            return b.setTally(new TallyEntry(inputs));
                        }));
    }

    private static InputTally withCounts(InputTally tally, Object... outcomesAndCounts) {
        List<OutcomeCount> counts = new ArrayList<>(tally.getCounts());
        for (int i = 0; i < outcomesAndCounts.length; i += 2) {
            Outcome outcome = (Outcome) outcomesAndCounts[i];
            counts.removeIf(count -> count.getOutcome() == outcome);
            counts.add(new OutcomeCount(outcome, ((Integer) outcomesAndCounts[i + 1]).longValue()));
        }
        return new InputTally(
                tally.getTopic(),
                tally.getPartition(),
                tally.getFromOffset(),
                tally.getToOffset(),
                counts,
                tally.getHoles());
    }

    private static void changeSeal(
            List<LogFixture.Step> steps,
            UnaryOperator<io.countersign.schemas.SealEntry.Builder> change) {
        int at = lastOf(steps, EntryKind.SEAL);
        steps.set(at, steps.get(at).sealing(change));
    }

    private static List<LogFixture.Step> oneMoreBatchAfter(List<LogFixture.Step> steps) {
        return LogFixture.steps(BATCHES + 1, EVENTS)
                .subList(steps.size(), LogFixture.steps(BATCHES + 1, EVENTS).size());
    }
}
