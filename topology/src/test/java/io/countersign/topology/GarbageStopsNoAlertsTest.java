package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.IncidentEntry;
import io.countersign.schemas.Topics;
import io.countersign.schemas.WatchedEvent;
import io.countersign.schemas.WatchedKind;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.schemas.serde.WireFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever may write to a topic that the alert topology reads does not end the alerts by it. Of the
/// control topic the audit topology chains a rejection; of the others it is asked for an incident.
class GarbageStopsNoAlertsTest {
    @TempDir Path directory;

    @Test
    void recordsThatAreNoneArePassedOver() {
        try (AlertDriver driver = new AlertDriver(directory)) {
            garbage().forEach(bytes -> driver.garbage(Topics.CONTROL, bytes));
            driver.happens(Happening.violation());
            assertThat(driver.alerts()).hasSize(1);
            assertThat(driver.unreadable()).isZero();
        }
    }

    @Test
    void noEntryIsAnIncidentByItsPlaceAlone() {
        try (AlertDriver driver = new AlertDriver(directory)) {
            garbage().forEach(bytes -> driver.garbage(Topics.AUDIT_ENTRY, bytes));
            driver.garbage(Topics.AUDIT_ENTRY, null);
            driver.garbage(Topics.AUDIT_ENTRY, entry("audit.entry.v1/0@1"));
            driver.garbage(Topics.AUDIT_ENTRY, entry("audit.entry.v1/7@1"));
            driver.garbage(Topics.AUDIT_ENTRY, entry("no chain"));
            driver.happens(Happening.violation());
            assertThat(driver.alerts()).hasSize(1);
            assertThat(driver.unreadable()).isEqualTo(7);
            assertThat(incidents(driver))
                    .containsExactlyElementsOf(
                            places("ENTRY_UNREADABLE", Topics.AUDIT_ENTRY, IntStream.range(0, 7)));
        }
    }

    @Test
    void whatIsNotWatchedIsAnIncidentByItsPlaceAlone() {
        try (AlertDriver driver = new AlertDriver(directory)) {
            garbage().forEach(bytes -> driver.garbage(Topics.WATCH, bytes));
            for (WatchedKind kind : WatchedKind.values()) {
                driver.garbage(Topics.WATCH, withoutContent(kind));
            }
            driver.happens(Happening.violation());
            assertThat(driver.alerts()).hasSize(1);
            // A tick needs nothing, and what a later version sends is passed over.
            int refused = 3 + WatchedKind.values().length - 2;
            assertThat(driver.unreadable()).isEqualTo(refused);
            assertThat(incidents(driver))
                    .hasSize(refused)
                    .allMatch(incident -> incident.getCode().equals("WATCH_UNREADABLE"));
        }
    }

    private static List<byte[]> garbage() {
        byte[] unknownSchema = new byte[64];
        Arrays.fill(unknownSchema, 1, unknownSchema.length, (byte) 0x7F);
        return List.of("no record".getBytes(StandardCharsets.UTF_8), new byte[0], unknownSchema);
    }

    /// Of a kind that it has nothing of.
    private static byte[] entry(String chain) {
        AuditEntry entry =
                AuditEntry.newBuilder()
                        .setKind(EntryKind.EVENT)
                        .setChain(chain)
                        .setSeq(0)
                        .setPrev(new Hash(new byte[32]))
                        .setIncarnation(new Incarnation(new byte[16]))
                        .setTimeMillis(0)
                        .build();
        return WireFormat.frame(
                BundledSchemas.get().id(AuditEntry.class), new EntryCodec().body(entry));
    }

    private static byte[] withoutContent(WatchedKind kind) {
        try (AvroSerializer<WatchedEvent> serializer =
                new AvroSerializer<>(WatchedEvent.class, BundledSchemas.get())) {
            return Objects.requireNonNull(
                    serializer.serialize(
                            Topics.WATCH,
                            WatchedEvent.newBuilder()
                                    .setKind(kind)
                                    .setKeys(List.of())
                                    .setTimeMillis(0)
                                    .build()));
        }
    }

    private static List<IncidentEntry> incidents(AlertDriver driver) {
        return driver.chained().stream()
                .filter(record -> record.getKind() == ControlKind.INCIDENT)
                .map(ControlRecord::getIncident)
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<IncidentEntry> places(String code, String topic, IntStream offsets) {
        return offsets.mapToObj(offset ->
                        new IncidentEntry(code, new Coordinates(topic, 0, (long) offset), null))
                .toList();
    }
}
