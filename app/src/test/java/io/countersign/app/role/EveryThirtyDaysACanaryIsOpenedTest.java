package io.countersign.app.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.Configuration;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.serde.AvroDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The clock steps, and the keeper looks.
class EveryThirtyDaysACanaryIsOpenedTest {
    private static final Instant START = Instant.parse("2026-11-26T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final MockProducer<byte[], byte[]> control =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Path keys;
    private final Deployment deployment;
    private final EvidenceKeeper keeper;

    EveryThirtyDaysACanaryIsOpenedTest(@TempDir Path folder) throws Exception {
        keys = folder.resolve("evidence");
        deployment =
                new Deployment(
                        Configuration.defaultsIn(folder), "localhost:1", "test", Optional.empty());
        keeper =
                new EvidenceKeeper(
                        deployment,
                        EvidenceKeys.open(keys, EvidenceKeys.Missing.CREATE, new SecureRandom()),
                        now::get);
    }

    /// What is asked for since the last time, as `kid CHANGE`.
    private List<String> look(Instant time) throws Exception {
        now.set(time);
        control.clear();
        keeper.look(control);
        AvroDecoder<ControlRecord> decoder =
                new AvroDecoder<>(ControlRecord.class, deployment.schemas());
        return control.history().stream()
                .map(record -> decoder.framed(record.value()).getKek().orElseThrow())
                .map(kek -> kek.getKid() + " " + kek.getChange())
                .toList();
    }

    @Test
    void notADayEarlierAndNotTwice() throws Exception {
        assertThat(look(START)).containsExactly("kek-2026q4 ANNOUNCED", "kek-2027q1 ANNOUNCED");
        assertThat(look(START.plusSeconds(10))).isEmpty();
        Instant due = START.plus(Duration.ofDays(30));
        assertThat(look(due.minusMillis(1))).isEmpty();
        assertThat(look(due)).containsExactly("kek-2026q4 OPENED", "kek-2027q1 OPENED");
        assertThat(look(due.plusSeconds(10))).isEmpty();
        // The quarter after the next is drawn on the way; the months go on.
        assertThat(look(due.plus(Duration.ofDays(30))))
                .contains("kek-2026q4 OPENED", "kek-2027q1 OPENED", "kek-2027q2 ANNOUNCED");
    }

    @Test
    void aKeyThatIsGoneIsSaidAtOnceAndOnceAMonth() throws Exception {
        look(START);
        Path key = keys.resolve("kek-2026q4");
        Path away = keys.resolveSibling("away");
        Files.move(key, away);
        assertThat(look(START.plusSeconds(10))).containsExactly("kek-2026q4 MISSING");
        assertThat(keeper.unusable()).containsExactly("kek-2026q4");
        assertThat(look(START.plusSeconds(20))).isEmpty();
        Files.move(away, key);
        assertThat(look(START.plusSeconds(30))).containsExactly("kek-2026q4 OPENED");
        assertThat(keeper.unusable()).isEmpty();
    }
}
