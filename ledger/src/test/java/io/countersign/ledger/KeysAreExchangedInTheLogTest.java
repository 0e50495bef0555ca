package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.verify.CheckCode;
import io.countersign.audit.verify.Conclusion;
import io.countersign.audit.verify.LogVerifier;
import io.countersign.audit.verify.Report;
import io.countersign.audit.verify.Request;
import io.countersign.ledger.storage.DirectoryLogStorage;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.KeyEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysAreExchangedInTheLogTest {
    @TempDir Path folder;
    private final Workbench bench = new Workbench();
    private final Ed25519NoteSigner next =
            Ed25519NoteSigner.generate(Workbench.ORIGIN, new SecureRandom());

    @Test
    void anOldKeyVouchesForTheNewOneAndThenRetires() throws Exception {
        String first = bench.signer.verifierKey().vkey();
        String second = next.verifierKey().vkey();
        seal();
        bench.signedBy(next, bench.signer);
        seal();
        assertThat(Files.readAllLines(folder.resolve("log.vkeys"))).containsExactly(first, second);
        bench.signedBy(next);
        seal();
        assertThat(Files.readAllLines(folder.resolve("log.vkeys"))).containsExactly(second);
        seal();
        List<String> changes =
                WholeLog.verified(folder).ofKind(EntryKind.KEY).stream()
                        .map(entry -> entry.getKey().orElseThrow())
                        .map(key -> key.getChange() + " " + key.getVkey())
                        .toList();
        assertThat(changes)
                .containsExactly("ADDED " + first, "ADDED " + second, "RETIRED " + first);
    }

    @Test
    void whoHasTheFirstKeyAloneFollowsTheLogToTheLast() throws Exception {
        bench.signsHourlyWithMlDsa44();
        seal();
        Ed25519NoteSigner third = Ed25519NoteSigner.generate(Workbench.ORIGIN, new SecureRandom());
        for (List<Ed25519NoteSigner> signers :
                List.of(
                        List.of(bench.signer, next),
                        List.of(next),
                        List.of(next, third),
                        List.of(third))) {
            bench.signedBy(signers.toArray(Ed25519NoteSigner[]::new));
            seal();
        }
        Report report = verify(bench.signer);
        assertThat(report.failed()).isEmpty();
        assertThat(report.conclusion()).isEqualTo(Conclusion.AUTHENTIC);
        assertThat(report.signedBy()).contains(third.verifierKey());
        // What was verified is remembered under the key that the auditor has.
        assertThat(report.toRemember().orElseThrow().key()).isEqualTo(bench.signer.verifierKey());
        assertThat(verify(next).conclusion()).isEqualTo(Conclusion.AUTHENTIC);
        Ed25519NoteSigner stranger =
                Ed25519NoteSigner.generate(Workbench.ORIGIN, new SecureRandom());
        assertThat(verify(stranger).check(CheckCode.CHECKPOINT_SIGNATURE).sentence())
                .startsWith("None of the keys that you trust");
    }

    @Test
    void aRevokedKeyVouchesForNothingAndItsSuccessorForAll() throws Exception {
        seal();
        SealerSettings before = bench.settings;
        bench.signedBy(next);
        bench.settings =
                bench.settings.withRevoked(
                        List.of(new Revocation(bench.signer.verifierKey(), bench.now)));
        seal();
        seal();
        List<KeyEntry> changes =
                WholeLog.verified(folder).ofKind(EntryKind.KEY).stream()
                        .map(entry -> entry.getKey().orElseThrow())
                        .toList();
        assertThat(changes)
                .extracting(KeyEntry::getChange)
                .containsExactly("ADDED", "ADDED", "REVOKED");
        assertThat(changes.getLast().getSinceMillis()).isPresent();
        assertThat(verify(next).conclusion()).isEqualTo(Conclusion.AUTHENTIC);
        Report report = verify(bench.signer);
        assertThat(report.conclusion()).isEqualTo(Conclusion.FAILED);
        assertThat(report.check(CheckCode.CHECKPOINT_SIGNATURE).sentence())
                .startsWith("The log revoked the key that you trust");
        bench.settings = before;
        assertThatThrownBy(this::seal).isInstanceOf(LedgerIncident.class);
        assertThatThrownBy(() ->
                        before.withRevoked(
                                List.of(new Revocation(bench.signer.verifierKey(), bench.now))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void revokingAKeyUndoesWhatItVouchedFor() throws Exception {
        seal();
        bench.signedBy(bench.signer, next);
        seal();
        bench.signedBy(next);
        bench.settings =
                bench.settings.withRevoked(
                        List.of(new Revocation(bench.signer.verifierKey(), bench.now)));
        seal();
        assertThat(verify(bench.signer).conclusion()).isEqualTo(Conclusion.FAILED);
        assertThat(verify(next).conclusion()).isEqualTo(Conclusion.AUTHENTIC);
    }

    private Report verify(Ed25519NoteSigner trusted) throws Exception {
        return LogVerifier.verify(
                new DirectoryTileSource(folder.resolve("log")),
                Request.trusting(new VerifierKeys(List.of(trusted.verifierKey()))),
                (_, _) -> true);
    }

    @Test
    void aKeyThatTheOldOneDidNotVouchForIsRefused() throws Exception {
        seal();
        bench.signedBy(next);
        assertThatThrownBy(this::seal)
                .isInstanceOfSatisfying(
                        LedgerIncident.class,
                        e -> assertThat(e.code()).isEqualTo(IncidentCode.LOG_CHECKPOINT_NOT_OURS));
    }

    @Test
    void keysAreNotExchangedOnTheWordOfAnAlteredList() throws Exception {
        seal();
        Files.writeString(folder.resolve("log.vkeys"), next.verifierKey().vkey() + "\n");
        bench.signedBy(bench.signer, next);
        assertThatThrownBy(this::seal)
                .isInstanceOfSatisfying(
                        LedgerIncident.class,
                        e -> assertThat(e.code()).isEqualTo(IncidentCode.LOG_KEYS_UNKNOWN));
    }

    private void seal() throws Exception {
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            bench.sealOnce(storage);
        }
    }
}
