package io.countersign.ledger;

import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.MlDsa44CheckpointSigner;
import io.countersign.ledger.storage.LogStorage;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.serde.BundledSchemas;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.kafka.clients.consumer.Consumer;

/// What each test needs around a sealer: settings, a clock that is moved by hand, an entry topic.
final class Workbench {
    static final int PARTITIONS = 3;
    static final String ORIGIN = "log.example.org/countersign";

    final Ed25519NoteSigner signer;
    SealerSettings settings;
    final EntryTopic topic = new EntryTopic(PARTITIONS);
    Instant now = Instant.parse("2026-11-26T12:00:00Z");
    final InstantSource clock = () -> now;

    Workbench() {
        this(Ed25519NoteSigner.generate(ORIGIN, new SecureRandom()));
    }

    Workbench(Ed25519NoteSigner signer) {
        this.signer = signer;
        this.settings =
                SealerSettings.of(
                        ORIGIN, PARTITIONS, List.of(signer), "test-1", new Hash(new byte[32]));
    }

    Sealer load(LogStorage storage) throws LedgerIncident {
        return load(storage, topic.delivering());
    }

    Sealer load(LogStorage storage, Consumer<byte[], byte[]> consumer) throws LedgerIncident {
        return load(storage, consumer, new ArrayBlockingQueue<>(Timestamping.MAX_WAITING));
    }

    Sealer load(LogStorage storage, Consumer<byte[], byte[]> consumer, BlockingQueue<News> news)
            throws LedgerIncident {
        byte[] incarnation = new byte[16];
        new SecureRandom().nextBytes(incarnation);
        return Sealer.load(
                storage,
                consumer,
                BundledSchemas.get(),
                settings,
                clock,
                new Incarnation(incarnation),
                news);
    }

    /// From the next load on, others sign.
    void signedBy(Ed25519NoteSigner... signers) {
        settings =
                SealerSettings.of(
                        ORIGIN, PARTITIONS, List.of(signers), "test-1", new Hash(new byte[32]));
    }

    /// From the next load on, the first checkpoint of each hour is signed with ML-DSA-44 too.
    void signsHourlyWithMlDsa44() {
        settings =
                settings.withHourlySigners(
                        List.of(
                                MlDsa44CheckpointSigner.generate(
                                        ORIGIN, new SecureRandom(), clock)));
    }

    /// Reads what is there and seals it a second later.
    Optional<Progress> readAndSeal(Sealer sealer) throws LedgerIncident {
        for (int i = 0; i < 3; i++) {
            sealer.read(Duration.ZERO);
        }
        now = now.plusSeconds(1);
        return sealer.sealIfDue();
    }

    /// Loads, reads, seals once and lets go, as a process that lives for a moment.
    Progress sealOnce(LogStorage storage) throws LedgerIncident {
        try (Sealer sealer = load(storage)) {
            return readAndSeal(sealer).orElseThrow();
        }
    }
}
