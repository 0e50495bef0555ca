package io.countersign.audit.verify;

import static io.countersign.audit.verify.TamperCase.Power.FILES;
import static io.countersign.audit.verify.TamperCase.Power.INPUT;
import static io.countersign.audit.verify.TamperCase.Power.KEY;
import static io.countersign.audit.verify.TamperCase.Power.NONE;
import static io.countersign.audit.verify.TamperCase.Tool.FSCK;
import static io.countersign.audit.verify.TamperCase.Tool.OPENSSL;
import static io.countersign.audit.verify.TamperCase.Tool.VERIFY_PY;
import static io.countersign.audit.verify.TamperCase.Tool.X_MOD;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.GenesisEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.IncidentEntry;
import io.countersign.schemas.KeyEntry;
import io.countersign.schemas.TallyEntry;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// The cases. Numbers are for good: a case that goes leaves its number free.
final class TamperSuite {
    /// An event in the middle of the first chain.
    private static final int SOME_EVENT = 20;

    private static final int SECOND_BUNDLE = 257;

    private TamperSuite() {}

    static List<TamperCase> cases() {
        List<TamperCase> all = new ArrayList<>();
        files(all);
        leaves(all);
        pasts(all);
        logged(all);
        all.addAll(TamperSuiteBeside.cases());
        return all;
    }

    private static void files(List<TamperCase> all) {
        all.add(
                TamperCase.of(
                                "1",
                                "A byte of a stored entry is flipped",
                                FILES,
                                log -> log.flipWithin(SECOND_BUNDLE))
                        .refusedBy(
                                CheckCode.TILE_LEAVES,
                                CheckCode.TILE_NODES,
                                CheckCode.TREE_ROOT,
                                CheckCode.CHAIN_LINKS,
                                CheckCode.SEAL_CHECKPOINTS)
                        .also(VERIFY_PY, FSCK, X_MOD));
        all.add(
                TamperCase.of(
                                "2",
                                "... and its hash in the leaf tile done again",
                                FILES,
                                TamperedLog::changeEntryAndItsHash)
                        .refusedBy(
                                CheckCode.TILE_NODES,
                                CheckCode.TREE_ROOT,
                                CheckCode.CHAIN_LINKS,
                                CheckCode.SEAL_CHECKPOINTS)
                        .also(VERIFY_PY, FSCK, X_MOD));
        all.add(
                TamperCase.of(
                                "3",
                                "... and all tiles done again",
                                FILES,
                                log -> log.redo(TamperSuite::change))
                        .refusedBy(
                                CheckCode.TREE_ROOT,
                                CheckCode.CHAIN_LINKS,
                                CheckCode.SEAL_CHECKPOINTS)
                        .also(VERIFY_PY, FSCK, X_MOD));
        all.add(
                TamperCase.of(
                                "5",
                                "Two entries are swapped, all tiles done again",
                                FILES,
                                log ->
                                        log.redo(leaves ->
                                                Collections.swap(
                                                        leaves, SOME_EVENT, SOME_EVENT + 1)))
                        .refusedBy(
                                CheckCode.TREE_ROOT,
                                CheckCode.CHAIN_LINKS,
                                CheckCode.SEAL_CHECKPOINTS,
                                CheckCode.INPUT_ENTRIES)
                        .also(VERIFY_PY, FSCK, X_MOD));
        all.add(
                TamperCase.of(
                                "22",
                                "The oldest entries are deleted, though nothing in the log says that it is pruned",
                                FILES,
                                log -> log.delete("tile/entries/000", "tile/0/000"))
                        .refusedBy(CheckCode.BUNDLE_FORM, CheckCode.TILE_LEAVES)
                        .also(VERIFY_PY, FSCK, X_MOD));
        all.add(
                TamperCase.of(
                                "23",
                                "A stored value is altered and every hash left as it was, for a reader who compares roots only",
                                FILES,
                                log -> log.flipWithin(SOME_EVENT))
                        .refusedBy(
                                CheckCode.TILE_LEAVES,
                                CheckCode.TILE_NODES,
                                CheckCode.TREE_ROOT,
                                CheckCode.CHAIN_LINKS,
                                CheckCode.SEAL_CHECKPOINTS)
                        .also(VERIFY_PY, FSCK, X_MOD));
        all.add(
                TamperCase.of(
                                "29",
                                "A length within a bundle is changed",
                                FILES,
                                log -> log.flip("tile/entries/001", 1))
                        .refusedBy(CheckCode.BUNDLE_FORM)
                        .also(VERIFY_PY, FSCK, X_MOD));
        all.add(
                TamperCase.of(
                                "30",
                                "Bytes are appended to a bundle",
                                FILES,
                                log -> log.resize("tile/entries/001", 3))
                        .refusedBy(CheckCode.BUNDLE_FORM)
                        .also(VERIFY_PY, FSCK));
        all.add(
                TamperCase.of(
                                "31",
                                "A bundle is cut off",
                                FILES,
                                log -> log.resize("tile/entries/001", -40))
                        .refusedBy(CheckCode.BUNDLE_FORM)
                        .also(VERIFY_PY, FSCK, X_MOD));
        all.add(
                TamperCase.of(
                                "32",
                                "A hash of an upper tile is changed",
                                FILES,
                                log -> log.flip("tile/1/000.p/2", 40))
                        .refusedBy(CheckCode.TILE_NODES)
                        .also(VERIFY_PY, FSCK, X_MOD));
        all.add(
                TamperCase.of(
                                "33",
                                "The checkpoint's size is edited",
                                FILES,
                                log -> log.editCheckpoint("\n660\n", "\n659\n"))
                        .refusedBy(
                                CheckCode.CHECKPOINT_SIGNATURE,
                                CheckCode.BUNDLE_FORM,
                                CheckCode.TILE_LEAVES)
                        .also(VERIFY_PY, FSCK, X_MOD, OPENSSL));
    }

    private static void leaves(List<TamperCase> all) {
        all.add(
                TamperCase.of(
                                "4",
                                "The checkpoint is signed with a retired key",
                                KEY,
                                TamperSuite::retiredKey)
                        .refusedBy(CheckCode.SEAL_KEYS)
                        .also(VERIFY_PY)
                        .running(
                                "KeysAreExchangedInTheLogTest#aKeyThatTheOldOneDidNotVouchForIsRefused"));
        all.add(
                TamperCase.of(
                                "5k",
                                "Two entries are swapped, and all signed again",
                                KEY,
                                log ->
                                        log.resign(leaves ->
                                                Collections.swap(
                                                        leaves, SOME_EVENT, SOME_EVENT + 1)))
                        .refusedBy(
                                CheckCode.CHAIN_LINKS,
                                CheckCode.SEAL_CHECKPOINTS,
                                CheckCode.INPUT_ENTRIES)
                        .also(VERIFY_PY));
        all.add(
                TamperCase.of(
                                "6",
                                "An entry is inserted, and all signed again",
                                KEY,
                                log ->
                                        log.resign(leaves ->
                                                leaves.add(SOME_EVENT + 1, leaves.get(SOME_EVENT))))
                        .refusedBy(
                                CheckCode.CHAIN_LINKS,
                                CheckCode.SEAL_SEQUENCE,
                                CheckCode.SEAL_CHECKPOINTS,
                                CheckCode.INPUT_ENTRIES)
                        .also(VERIFY_PY)
                        .running(
                                "SealerStopsTest#theSameEntryTwice",
                                "SealerStopsTest#twoEntriesOfOneSeq"));
        all.add(
                TamperCase.of(
                                "7",
                                "An entry in the middle of a chain is dropped, and all signed again",
                                KEY,
                                log -> log.resign(leaves -> leaves.remove(SOME_EVENT)))
                        .refusedBy(
                                CheckCode.CHAIN_LINKS,
                                CheckCode.SEAL_SEQUENCE,
                                CheckCode.SEAL_CHECKPOINTS,
                                CheckCode.INPUT_ENTRIES)
                        .also(VERIFY_PY)
                        .running("SealerStopsTest#aSeqThatIsMissing"));
        all.add(
                TamperCase.of(
                                "8",
                                "The end of a chain is dropped before its seal",
                                KEY,
                                log -> log.resign(leaves -> leaves.remove(leaves.size() - 2)))
                        .refusedBy(CheckCode.SEAL_HEADS, CheckCode.SEAL_SEQUENCE)
                        .also(VERIFY_PY)
                        .running("ChainResumeTest#aStateAheadOfTheTopicStops"));
        all.add(
                TamperCase.of(
                                "9",
                                "The end of the log is dropped, its last seal too",
                                KEY,
                                log ->
                                        log.resign(leaves ->
                                                leaves.subList(leaves.size() - 10, leaves.size())
                                                        .clear()))
                        .refusedBy(CheckCode.SEAL_SEQUENCE)
                        .also(VERIFY_PY)
                        .running("SealerStopsTest#aTopicWhoseSealedTailIsGone"));
        all.add(
                TamperCase.of(
                                "10",
                                "A whole partition is left out",
                                KEY,
                                log ->
                                        log.resign(leaves ->
                                                leaves.removeIf(leaf ->
                                                        new EntryCodec()
                                                                .entry(leaf)
                                                                .getChain()
                                                                .equals(LogFixture.CHAIN_1))))
                        .refusedBy(
                                CheckCode.SEAL_HEADS,
                                CheckCode.SEAL_SEQUENCE,
                                CheckCode.SEAL_CHECKPOINTS)
                        .also(VERIFY_PY));
        all.add(
                TamperCase.of(
                                "24a",
                                "A leaf that does not start as an entry does",
                                KEY,
                                log -> log.resign(leaves -> leaves.get(SOME_EVENT)[0] ^= 1))
                        .refusedBy(CheckCode.ENTRY_FORM)
                        .also(VERIFY_PY)
                        .running("SealerStopsTest#bytesThatAreNoEntry"));
        all.add(
                TamperCase.of(
                                "24b",
                                "An entry of an unknown schema",
                                KEY,
                                log -> log.resign(leaves -> leaves.get(SOME_EVENT)[5] ^= 1))
                        .refusedBy(CheckCode.ENTRY_FORM)
                        .also(VERIFY_PY));
        all.add(
                TamperCase.of(
                                "24c",
                                "An entry in another spelling: a number in one byte more",
                                KEY,
                                log ->
                                        log.resign(leaves ->
                                                leaves.set(
                                                        SOME_EVENT,
                                                        respelt(leaves.get(SOME_EVENT)))))
                        .refusedBy(
                                CheckCode.ENTRY_FORM,
                                CheckCode.CHAIN_LINKS,
                                CheckCode.SEAL_CHECKPOINTS)
                        .also(VERIFY_PY)
                        .running(
                                "EntryBytesAreTheSpecTest#anotherFormOfTheSameEntryIsNotCanonical"));
        all.add(
                TamperCase.of(
                                "24d",
                                "Bytes after an entry",
                                KEY,
                                log ->
                                        log.resign(leaves ->
                                                leaves.set(
                                                        SOME_EVENT,
                                                        Arrays.copyOf(
                                                                leaves.get(SOME_EVENT),
                                                                leaves.get(SOME_EVENT).length
                                                                        + 1))))
                        .refusedBy(CheckCode.ENTRY_FORM)
                        .also(VERIFY_PY));
        all.add(
                TamperCase.of(
                                "34",
                                "An entry is dropped, and all signed by a forger of the same name",
                                FILES,
                                log -> {
                                    List<byte[]> leaves = TamperedLog.leaves();
                                    leaves.remove(SOME_EVENT);
                                    return log.sign(
                                            leaves,
                                            Ed25519NoteSigner.generate(
                                                    LogFixture.ORIGIN, new SecureRandom()));
                                })
                        .refusedBy(
                                CheckCode.CHECKPOINT_SIGNATURE,
                                CheckCode.CHAIN_LINKS,
                                CheckCode.SEAL_SEQUENCE,
                                CheckCode.SEAL_CHECKPOINTS,
                                CheckCode.INPUT_ENTRIES)
                        .also(VERIFY_PY, FSCK, X_MOD, OPENSSL));
        all.add(
                TamperCase.of(
                        "19",
                        "Signature lines of unknown keys stand beside the log's own: this must pass",
                        NONE,
                        TamperSuite::grease));
    }

    private static void pasts(List<TamperCase> all) {
        all.add(
                TamperCase.of(
                                "11",
                                "The log is rolled back to an earlier state of its own",
                                FILES,
                                log -> {
                                    RememberedRoot memory = log.seen();
                                    List<LogFixture.Step> steps = TamperedLog.steps();
                                    int first = TamperedLog.firstOf(steps, EntryKind.SEAL);
                                    log.sign(
                                            LogFixture.leaves(steps.subList(0, first + 1)),
                                            LogFixture.SIGNER);
                                    return TamperedLog.trusting().remembering(memory);
                                })
                        .refusedBy(CheckCode.CHECKPOINT_MEMORY)
                        .also(VERIFY_PY)
                        .running(
                                "SealerStopsTest#aPublishedCheckpointThatWasRolledBackWithItsTilesGone",
                                "SealerStopsTest#aLockThatWasRolledBack"));
        all.add(
                TamperCase.of(
                                "12",
                                "Two sealers write two logs of one name",
                                KEY,
                                log -> {
                                    RememberedRoot memory = log.seen();
                                    log.log(steps ->
                                            steps.remove(
                                                    TamperedLog.firstOf(steps, EntryKind.ALERT)));
                                    return TamperedLog.trusting().remembering(memory);
                                })
                        .refusedBy(CheckCode.CHECKPOINT_MEMORY, CheckCode.INPUT_ENTRIES)
                        .also(VERIFY_PY)
                        .running(
                                "LogStorageContract#ofManyRacingWritersExactlyOneMovesTheLock",
                                "SealerStopsTest#aSecondSealerOnTheSameDirectory",
                                "SealerStopsTest#aSealerThatSleptWhileAnotherSealed"));
        all.add(
                TamperCase.of(
                                "28",
                                "Two auditors are shown two pasts, each signed and whole",
                                KEY,
                                log -> {
                                    RememberedRoot shownToOne = log.seen();
                                    List<LogFixture.Step> other = TamperedLog.stepsOfOneMoreBatch();
                                    int event = TamperedLog.firstOf(other, EntryKind.EVENT);
                                    other.set(
                                            event,
                                            other.get(event)
                                                    .changing(b ->
                                                            b.setTimeMillis(
                                                                    b.getTimeMillis() - 1)));
                                    log.sign(LogFixture.leaves(other), LogFixture.SIGNER);
                                    return TamperedLog.trusting().remembering(shownToOne);
                                })
                        .refusedBy(CheckCode.CHECKPOINT_MEMORY)
                        .also(VERIFY_PY));
    }

    private static void logged(List<TamperCase> all) {
        all.add(
                TamperCase.of(
                                "13",
                                "A task that was paused for long wakes up and goes on: two entries of one number",
                                INPUT,
                                log ->
                                        log.resign(leaves ->
                                                leaves.add(
                                                        SOME_EVENT + 1,
                                                        again(leaves.get(SOME_EVENT)))))
                        .refusedBy(
                                CheckCode.CHAIN_LINKS,
                                CheckCode.SEAL_SEQUENCE,
                                CheckCode.SEAL_CHECKPOINTS,
                                CheckCode.INPUT_ENTRIES)
                        .also(VERIFY_PY)
                        .running(
                                "CrashTest#everyOffsetIsAccountedForOnceWhoeverDies",
                                "SealerStopsTest#twoEntriesOfOneSeq"));
        all.add(
                TamperCase.of(
                                "14",
                                "A task goes on from an old state: its chain branches off an earlier entry",
                                INPUT,
                                log ->
                                        log.resign(leaves ->
                                                leaves.set(
                                                        SOME_EVENT + 2,
                                                        follows(
                                                                leaves.get(SOME_EVENT),
                                                                leaves.get(SOME_EVENT + 2)))))
                        .refusedBy(CheckCode.CHAIN_LINKS, CheckCode.SEAL_CHECKPOINTS)
                        .also(VERIFY_PY)
                        .running(
                                "ChainIsDenseTest#aTopicThatKnowsMoreThanTheStateStopsTheTask",
                                "ChainResumeTest#anotherEntryAtTheSameSequenceNumberStops"));
        all.add(
                TamperCase.of(
                                "15",
                                "A record that was delivered twice gets two entries",
                                INPUT,
                                log ->
                                        log.log(steps -> {
                                            int event = TamperedLog.firstOf(steps, EntryKind.EVENT);
                                            steps.add(event + 1, steps.get(event));
                                        }))
                        .refusedBy(CheckCode.INPUT_ENTRIES)
                        .also(VERIFY_PY)
                        .running(
                                "EveryOffsetIsAccountedTest#aSecondDeliveryIsCountedAndAnotherPayloadIsAnEntry"));
        all.add(
                TamperCase.of(
                                "16",
                                "Partitions are changed: a next generation starts that does not name the last entry of the one before",
                                INPUT,
                                log -> log.log(TamperSuite::nextGenerationWithoutItsPast))
                        .refusedBy(CheckCode.CHAIN_LINKS)
                        .also(VERIFY_PY)
                        .running(
                                "SealerStopsTest#otherThanAllPartitions",
                                "GrowsUnderTrafficTest#threePartitionsBecomeFive",
                                "SealerStopsTest#aGenerationThatDoesNotNameTheHeadBeforeIt"));
        all.add(
                TamperCase.of(
                                "16b",
                                "A next generation starts while the one before it is not closed",
                                INPUT,
                                log ->
                                        log.log(steps -> {
                                            steps.clear();
                                            steps.addAll(
                                                    LogFixture.recovered(
                                                            2,
                                                            20,
                                                            b ->
                                                                    b.setKind(EntryKind.INCIDENT)
                                                                            .setIncident(
                                                                                    new IncidentEntry(
                                                                                            "ENTRY_FORK",
                                                                                            null,
                                                                                            null)),
                                                            LogFixture.accountedTo(0, 2, 20)));
                                        }))
                        .refusedBy(CheckCode.CHAIN_LINKS)
                        .also(VERIFY_PY)
                        .running(
                                "SealerStopsTest#aGenerationThatBeginsWhileTheOneBeforeItIsNotClosed"));
        all.add(
                TamperCase.of(
                                "16c",
                                "A recovery skips records: the next generation takes up its inputs further on than the closed one handed over",
                                INPUT,
                                log ->
                                        log.log(steps -> {
                                            steps.clear();
                                            steps.addAll(
                                                    LogFixture.recovered(
                                                            2,
                                                            20,
                                                            LogFixture.closing(
                                                                    LogFixture.accountedTo(
                                                                            0, 2, 20)),
                                                            LogFixture.accountedTo(0, 3, 20)));
                                        }))
                        .refusedBy(CheckCode.INPUT_OFFSETS)
                        .also(VERIFY_PY)
                        .running(
                                "ChainResumeTest#whatWasDeletedBeforeTheNextGenerationTookItUpIsAGap"));
        all.add(
                TamperCase.of(
                                "16d",
                                "... and the closed one says the same",
                                INPUT,
                                log ->
                                        log.log(steps -> {
                                            steps.clear();
                                            steps.addAll(
                                                    LogFixture.recovered(
                                                            2,
                                                            20,
                                                            LogFixture.closing(
                                                                    LogFixture.accountedTo(
                                                                            0, 3, 20)),
                                                            LogFixture.accountedTo(0, 3, 20)));
                                        }))
                        .refusedBy(CheckCode.INPUT_OFFSETS)
                        .also(VERIFY_PY)
                        .running("ChainResumeTest#aClosedChainGoesOnInTheNextGeneration"));
        all.add(
                TamperCase.of(
                                "17",
                                "The sealer's clock goes back",
                                INPUT,
                                log ->
                                        log.log(steps -> {
                                            int last = steps.size() - 1;
                                            steps.set(
                                                    last,
                                                    LogFixture.Step.seal(LogFixture.START_MILLIS));
                                        }))
                        .refusedBy(CheckCode.SEAL_SEQUENCE)
                        .also(VERIFY_PY)
                        .running("SealerStopsTest#aClockThatWasSetBack"));
        all.add(
                TamperCase.of(
                                "26",
                                "Logging is off for a minute",
                                INPUT,
                                log -> {
                                    log.log(steps -> {
                                        int last = steps.size() - 1;
                                        steps.set(
                                                last,
                                                LogFixture.Step.seal(
                                                        LogFixture.START_MILLIS + 70_000));
                                    });
                                    return TamperedLog.trusting()
                                            .limitingSealGaps(Duration.ofSeconds(60));
                                })
                        .refusedBy(CheckCode.SEAL_INTERVAL)
                        .running(
                                "OperationWithoutRestartTest#theEndpointTellsLifeReadinessAndNumbersOfEveryRole"));
        all.add(
                TamperCase.of(
                                "35",
                                "An event is counted and its entry never written",
                                INPUT,
                                log ->
                                        log.log(steps ->
                                                steps.remove(
                                                        TamperedLog.firstOf(
                                                                steps, EntryKind.EVENT))))
                        .refusedBy(CheckCode.INPUT_ENTRIES)
                        .also(VERIFY_PY));
        all.add(
                TamperCase.of(
                                "36",
                                "Offsets are left out between two tallies",
                                INPUT,
                                log ->
                                        log.log(steps -> {
                                            int tally = TamperedLog.firstOf(steps, EntryKind.TALLY);
                                            steps.set(
                                                    tally,
                                                    steps.get(tally)
                                                            .changing(b ->
                                                                    b.setTally(
                                                                            new TallyEntry(
                                                                                    List.of(
                                                                                            b.getTally()
                                                                                                    .getInputs()
                                                                                                    .get(
                                                                                                            1))))));
                                        }))
                        .refusedBy(CheckCode.INPUT_OFFSETS, CheckCode.INPUT_ENTRIES)
                        .also(VERIFY_PY));
    }

    private static void change(List<byte[]> leaves) {
        byte[] leaf = leaves.get(SOME_EVENT).clone();
        leaf[LogFixture.freeByte(leaf)] ^= 2;
        leaves.set(SOME_EVENT, leaf);
    }

    /// The kind is the first byte of the body: the same number, in one byte more.
    private static byte[] respelt(byte[] leaf) {
        byte[] longer = new byte[leaf.length + 1];
        System.arraycopy(leaf, 0, longer, 0, 11);
        longer[10] |= (byte) 0x80;
        System.arraycopy(leaf, 11, longer, 12, leaf.length - 11);
        return longer;
    }

    private static byte[] again(byte[] leaf) {
        EntryCodec codec = new EntryCodec();
        AuditEntry entry = codec.entry(leaf);
        entry.put("timeMillis", entry.getTimeMillis() + 1);
        return codec.leaf(entry);
    }

    private static byte[] follows(byte[] earlier, byte[] leaf) {
        EntryCodec codec = new EntryCodec();
        AuditEntry entry = codec.entry(leaf);
        entry.put("prev", new Hash(TamperedLog.hashOf(earlier).bytes()));
        return codec.leaf(entry);
    }

    private static void nextGenerationWithoutItsPast(List<LogFixture.Step> steps) {
        int last = steps.size() - 1;
        steps.add(
                last,
                LogFixture.Step.of(
                        "audit.entry.v1/0@2",
                        LogFixture.START_MILLIS + 5000,
                        b ->
                                b.setKind(EntryKind.GENESIS)
                                        .setGenesis(
                                                GenesisEntry.newBuilder()
                                                        .setTopic("audit.entry.v1")
                                                        .setPartitionCount(4)
                                                        .setGeneration(2)
                                                        .setBuild("0.1.0-test")
                                                        .setConfiguration(
                                                                new Hash(LogFixture.filled(32, 9)))
                                                        .setInputs(List.of())
                                                        .setPreviousHeads(List.of())
                                                        .build())));
    }

    private static Request retiredKey(TamperedLog log) throws java.io.IOException {
        Ed25519NoteSigner next = new Ed25519NoteSigner(LogFixture.ORIGIN, LogFixture.filled(32, 8));
        List<LogFixture.Step> steps = TamperedLog.steps();
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
        log.sign(LogFixture.leaves(steps), LogFixture.SIGNER);
        return Request.trusting(
                new VerifierKeys(List.of(LogFixture.SIGNER.verifierKey(), next.verifierKey())));
    }

    private static LogFixture.Step key(String vkey, String change) {
        return LogFixture.Step.of(
                LogFixture.LEDGER,
                LogFixture.START_MILLIS + 9000,
                b -> b.setKind(EntryKind.KEY).setKey(new KeyEntry(vkey, change, List.of(), null)));
    }

    private static Request grease(TamperedLog log) throws java.io.IOException {
        String note = Files.readString(log.directory.resolve("checkpoint"));
        Files.writeString(
                log.directory.resolve("checkpoint"),
                note
                        + "— witness.example.org/w AAAAAAECAwQFBgc=\n"
                        + "— "
                        + LogFixture.ORIGIN
                        + " /////wECAwQFBgc=\n");
        return TamperedLog.trusting();
    }
}
