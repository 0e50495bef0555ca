package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.ledger.storage.DirectoryLogStorage;
import io.countersign.schemas.EntryKind;
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
