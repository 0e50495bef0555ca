package io.countersign.app.role;

import io.countersign.app.health.Measure;
import io.countersign.audit.chain.KeepingGrammar;
import io.countersign.audit.evidence.EvidenceCanary;
import io.countersign.audit.evidence.EvidenceKeyException;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.KekEntry;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroSerializer;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after the quarterly evidence keys while the audit role runs: draws the next quarter's
/// ahead of time, has each key announced in the log, and opens each key's canary at the start and
/// every thirty days, which is chained too. A key that is gone or opens nothing is an incident at
/// once.
///
/// One thread of its own. What is to be chained counts as said once the control topic has it: the
/// topology chains each record of it.
final class EvidenceKeeper implements AutoCloseable {
    /// A canary is opened so often.
    static final Duration CHECK_EVERY = Duration.ofDays(30);

    /// The next quarter's key is drawn with this one.
    private static final Duration AHEAD = Duration.ofDays(92);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(3);

    /// Keys concern no chain more than another.
    private static final int PARTITION = 0;

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceKeeper.class);

    private final Deployment deployment;
    private final EvidenceKeys keys;
    private final EvidenceCanary canary;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final AvroSerializer<ControlRecord> serializer;
    private final Thread thread = new Thread(this::run, "evidence-keeper");
    private final Map<String, Instant> checked = new HashMap<>();

    /// Kids whose canary did not open.
    private final Set<String> unusable = new ConcurrentSkipListSet<>();

    private volatile int announced;
    private volatile boolean stopping;

    EvidenceKeeper(Deployment deployment, EvidenceKeys keys, InstantSource clock) {
        this.deployment = deployment;
        this.keys = keys;
        this.canary = new EvidenceCanary(keys);
        this.clock = clock;
        this.serializer = new AvroSerializer<>(ControlRecord.class, deployment.schemas());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        boolean failing = false;
        try (Producer<byte[], byte[]> producer = deployment.producer()) {
            while (!stopping) {
                try {
                    look(producer);
                    failing = false;
                } catch (KafkaException
                        | ExecutionException
                        | TimeoutException
                        | IOException
                        | EvidenceKeyException failed) {
                    if (!failing) {
                        LOG.warn(
                                "the evidence keys were not looked after: error={}",
                                failed.getClass().getSimpleName());
                    }
                    failing = true;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
            }
        } catch (InterruptedException _stopped) {
            // Only close() interrupts.
        }
    }

    /// Looks once.
    void look(Producer<byte[], byte[]> producer)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Instant now = clock.instant();
        keys.forgetDestroyed();
        for (Instant time : List.of(now, now.plus(AHEAD))) {
            String kid = EvidenceKeys.kid(time);
            if (keys.create(kid)) {
                LOG.info("evidence key drawn: kid={}", kid);
            }
        }
        // A late event may have needed the key of another quarter since.
        for (String kid : keys.kids()) {
            if (keys.announcement(kid).isEmpty() && !keys.isShredded(kid)) {
                KekEntry said = canary.announce(kid, random);
                say(producer, said, now);
                keys.keepAnnouncement(said);
                checked.put(kid, now);
                LOG.info("evidence key announced: kid={}", kid);
            }
        }
        Set<String> all = new TreeSet<>(keys.announced());
        announced = all.size();
        for (String kid : all) {
            if (!keys.isShredded(kid) && isDue(kid, now)) {
                check(producer, kid, now);
            }
        }
        unusable.removeIf(keys::isShredded);
    }

    private boolean isDue(String kid, Instant now) {
        Instant last = checked.get(kid);
        return last == null
                || !now.isBefore(last.plus(CHECK_EVERY))
                || keys.exists(kid) == unusable.contains(kid);
    }

    private void check(Producer<byte[], byte[]> producer, String kid, Instant now)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        KekEntry said = canary.check(keys.announcement(kid).orElseThrow());
        say(producer, said, now);
        checked.put(kid, now);
        if (said.getChange().equals(KeepingGrammar.OPENED)) {
            unusable.remove(kid);
        } else {
            unusable.add(kid);
            LOG.error(
                    "the canary of an evidence key did not open: kid={} result={}",
                    kid,
                    said.getChange());
        }
    }

    private void say(Producer<byte[], byte[]> producer, KekEntry kek, Instant now)
            throws InterruptedException, ExecutionException, TimeoutException {
        byte[] record =
                serializer.serialize(
                        Topics.CONTROL,
                        ControlRecord.newBuilder()
                                .setKind(ControlKind.KEK)
                                .setOrigin("evidence-keeper")
                                .setTimeMillis(now.toEpochMilli())
                                .setKek(kek)
                                .build());
        producer.send(new ProducerRecord<>(Topics.CONTROL, PARTITION, null, record))
                .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Kids of keys that are gone or open nothing.
    Set<String> unusable() {
        return Set.copyOf(unusable);
    }

    List<Measure> measures(String role) {
        return List.of(
                Measure.of("countersign_evidence_keys", role, announced),
                Measure.of("countersign_evidence_keys_unusable", role, unusable.size()));
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(STOP);
        } catch (InterruptedException _interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
