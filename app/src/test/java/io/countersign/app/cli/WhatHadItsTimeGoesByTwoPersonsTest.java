package io.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.app.locked.Disposal;
import io.countersign.app.retention.ChainedAct;
import io.countersign.app.retention.Destruction;
import io.countersign.app.retention.EvidenceInventory;
import io.countersign.app.retention.RefusedException;
import io.countersign.app.retention.RequestFile;
import io.countersign.audit.locked.ManifestLine;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.verify.DirectorySideFolder;
import io.countersign.ledger.locked.DirectoryLockedStore;
import io.countersign.ledger.locked.DisposablePart;
import io.countersign.ledger.locked.Disposing;
import io.countersign.ledger.locked.Keeper;
import io.countersign.ledger.locked.LegalHold;
import io.countersign.ledger.locked.LockMode;
import io.countersign.ledger.locked.LockedStore;
import io.countersign.ledger.locked.LogToKeep;
import io.countersign.ledger.locked.RetentionRule;
import io.countersign.ledger.locked.ToKeep;
import io.countersign.schemas.ApprovalPart;
import io.countersign.schemas.DisposalEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.HoldEntry;
import io.countersign.schemas.ShredEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stands between a part of the locked record and its end: its date by two clocks, holds, two
/// persons, and the log's word.
class WhatHadItsTimeGoesByTwoPersonsTest {
    /// The log was sealed after that, in September of 2026.
    private static final Instant LOCKED = Instant.parse("2025-06-01T00:00:00Z");

    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
    private static final Ed25519NoteSigner FIRST = person("E1001", 1);
    private static final Ed25519NoteSigner SECOND = person("E1002", 2);
    private static final List<VerifierKey> ENROLLED =
            List.of(FIRST.verifierKey(), SECOND.verifierKey());

    @TempDir Path root;

    private final SmallLog log = SmallLog.begun(SmallLog.signer(1), "roe");
    private Path site = Path.of("");
    private Optional<LockedStore> store = Optional.empty();

    @BeforeEach
    void aLogThatHasEndedIsLocked() throws Exception {
        site = root.resolve("site");
        log.event(1, false);
        log.write(site);
        store = Optional.of(DirectoryLockedStore.open(root.resolve("record")));
        keep(Duration.ZERO);
    }

    @AfterEach
    void close() throws IOException {
        store.orElseThrow().close();
    }

    private static Ed25519NoteSigner person(String name, int seed) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) seed);
        return new Ed25519NoteSigner(name, secret);
    }

    private static RetentionRule rule(Duration slack) {
        return new RetentionRule(LockMode.COMPLIANCE, 0, slack);
    }

    private void keep(Duration slack) throws Exception {
        SignedNote note = SignedNote.parse(Files.readAllBytes(site.resolve("log/checkpoint")));
        LogToKeep ended =
                new LogToKeep(
                        "",
                        new DirectoryTileSource(site.resolve("log")),
                        note,
                        Checkpoint.parse(note.text()),
                        true,
                        Optional.of(Files.readAllBytes(site.resolve("log.vkeys"))),
                        new DirectorySideFolder(site.resolve("log.checkpoints")),
                        new DirectorySideFolder(site.resolve("log.timestamps")));
        new Keeper(
                        store.orElseThrow(),
                        SmallLog.ORIGIN,
                        List.of(SmallLog.signer(1)),
                        trusted(),
                        rule(slack))
                .pass(
                        new ToKeep(
                                List.of(ended),
                                List.of(),
                                List.of(),
                                Optional.empty(),
                                Optional.empty()),
                        LOCKED);
    }

    private static List<NoteVerifier> trusted() throws Exception {
        return List.of(NoteVerifier.of(SmallLog.signer(1).verifierKey()));
    }

    private Disposal at(Instant now, LegalHold... holds) throws Exception {
        EvidenceInventory inventory =
                EvidenceInventory.read(
                        SmallLog.ORIGIN,
                        LogPlace.open(
                                        LogPlace.all(site.toString(), Optional.empty()),
                                        Optional.empty())
                                .oldestFirst(),
                        _none -> false);
        return new Disposal(SmallLog.ORIGIN, disposing(), inventory, List.of(holds), now);
    }

    private Disposing disposing() throws Exception {
        return new Disposing(
                store.orElseThrow(),
                SmallLog.ORIGIN,
                List.of(SmallLog.signer(1)),
                trusted(),
                rule(Duration.ZERO));
    }

    /// The log takes the entry, is sealed, and then something happens.
    private ChainedAct log(Optional<RuntimeException> then) {
        return new ChainedAct() {
            @Override
            public EntryRef sealed(ShredEntry shred) {
                throw new AssertionError("nothing is shredded here");
            }

            @Override
            public EntryRef sealed(HoldEntry hold) {
                throw new AssertionError("nothing is held here");
            }

            @Override
            public EntryRef sealed(DisposalEntry disposal) throws IOException {
                EntryRef entry =
                        log.append(2, b -> b.setKind(EntryKind.DISPOSAL).setDisposal(disposal));
                log.event(2, false);
                log.write(site);
                if (then.isPresent()) {
                    throw then.get();
                }
                return entry;
            }
        };
    }

    private Path requested(Instant now) throws Exception {
        Path file = root.resolve("dispose.txt");
        RequestFile.write(file, at(now).ask("log"));
        return file;
    }

    @Test
    void notBeforeItsTimeByEitherClock() throws Exception {
        assertThatThrownBy(() -> at(Instant.parse("2025-12-31T00:00:00Z")).ask("log"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is locked until 2026-01-01T00:00:00Z");
        // A clock that somebody set ahead: the seals know nothing of that time.
        keepLonger();
        assertThatThrownBy(() -> at(Instant.parse("2040-01-01T00:00:00Z")).ask("log"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is locked until 2027-");
    }

    /// Its list of keys is in force, so that its lock is made longer.
    private void keepLonger() throws Exception {
        keep(Duration.ofDays(600));
    }

    @Test
    void notWhereSomethingIsHeldThatTheKeeperHasNotComeToYet() throws Exception {
        LegalHold hold =
                new LegalHold(
                        "case:2026-014", Map.of(SmallLog.ORIGIN, Set.of(0L)), Optional.empty());
        assertThat(at(NOW, hold).parts().getFirst().keptBy()).hasValue("is held for case:2026-014");
        assertThatThrownBy(() -> at(NOW, hold).ask("log"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is held for case:2026-014");
        assertThatThrownBy(() -> at(NOW).ask("log-2027"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no such part");
    }

    @Test
    void notWithoutTwoPersonsAndThenOnce() throws Exception {
        Path request = requested(NOW);
        assertThatThrownBy(() -> at(NOW).dispose("log", request, ENROLLED, log(Optional.empty())))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("nobody has signed it");
        RequestFile.sign(request, FIRST);
        assertThatThrownBy(() -> at(NOW).dispose("log", request, ENROLLED, log(Optional.empty())))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("two different enrolled persons");
        RequestFile.sign(request, SECOND);
        assertThat(paths()).contains("log/checkpoint");
        EntryRef entry = at(NOW).dispose("log", request, ENROLLED, log(Optional.empty()));
        assertThat(entry.getChain()).isEqualTo(SmallLog.CHAIN);
        assertThat(paths()).isNotEmpty().allMatch(path -> path.startsWith("manifest/"));
        assertThat(at(NOW).parts()).isEmpty();
        assertThatThrownBy(() -> at(NOW).ask("log"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("disposed of already");
    }

    @Test
    void aCrashBehindTheLogsWordIsCompletedByTheNextRun() throws Exception {
        agreedAndCutOff();
        assertThat(paths()).contains("log/checkpoint");
        assertThat(at(NOW).complete(() -> ENROLLED).done())
                .hasSize(2)
                .first()
                .asString()
                .contains("disposal of log");
        assertThat(paths()).allMatch(path -> path.startsWith("manifest/"));
        assertThat(at(NOW).complete(() -> ENROLLED).done()).isEmpty();
    }

    /// Of who has two keys of his own, has the log's key and reaches the control topic.
    @Test
    void whatStrangersSignedIsNotCompletedEither() throws Exception {
        agreedAndCutOff();

        Destruction.Completed completed = at(NOW).complete(() -> List.of(FIRST.verifierKey()));

        assertThat(completed.done()).isEmpty();
        assertThat(completed.leftAlone()).containsExactly("the disposal of log");
        assertThat(paths()).contains("log/checkpoint");
    }

    /// Of who has the log's key and reaches the control topic, and whom nobody agreed with.
    @Test
    void whatNobodySignedIsNotCompletedWhoeverSaysSo() throws Exception {
        DisposablePart part = at(NOW).parts().getFirst().part();
        ApprovalPart nobodys =
                new ApprovalPart(
                        "forged", 0L, 60_000L, new Hash(new byte[32]), List.of(), List.of());
        DisposalEntry forged =
                new DisposalEntry(
                        part.name(),
                        (long) part.objects().size(),
                        part.bytes(),
                        part.ended().toEpochMilli(),
                        new Hash(part.list().bytes()),
                        nobodys);
        log(Optional.empty()).sealed(forged);
        assertThat(at(NOW).complete(() -> ENROLLED).done()).isEmpty();
        disposing()
                .say(
                        new ManifestLine.Disposed(part.name(), part.objects().size(), part.list()),
                        NOW);
        assertThat(at(NOW).complete(() -> ENROLLED).done()).isEmpty();
        assertThat(paths()).contains("log/checkpoint");
    }

    @Test
    void aHoldThatCameInBetweenStopsEvenThat() throws Exception {
        agreedAndCutOff();
        LegalHold hold =
                new LegalHold(
                        "hold:case-17", Map.of(SmallLog.ORIGIN, Set.of(0L)), Optional.empty());
        assertThat(at(NOW, hold).complete(() -> ENROLLED).done()).isEmpty();
        assertThat(paths()).contains("log/checkpoint");
    }

    /// Two persons agreed, the log says it, and nothing more happened.
    private void agreedAndCutOff() throws Exception {
        Path request = requested(NOW);
        RequestFile.sign(request, FIRST);
        RequestFile.sign(request, SECOND);
        ChainedAct killed = log(Optional.of(new IllegalStateException("killed")));
        assertThatThrownBy(() -> at(NOW).dispose("log", request, ENROLLED, killed))
                .hasMessage("killed");
    }

    private List<String> paths() throws IOException {
        return store.orElseThrow().versions("").stream().map(LockedStore.Version::path).toList();
    }
}
