package io.countersign.app.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.sinks.siem.delivery.Receipt;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/// A statement says whether the receipts beside the committed offsets speak for all that it counts.
class SettledByOneRunTest {
    private static final TopicPartition FIRST = new TopicPartition("audit.entry.v1", 0);
    private static final TopicPartition SECOND = new TopicPartition("audit.entry.v1", 1);
    private static final String OURS = "0a".repeat(32);
    private static final String ANOTHER = "0b".repeat(32);

    @Test
    void aRunThatBeganBeforeTheStatementSettledItAll() {
        Continuity continuity =
                Continuity.of(
                        Map.of(FIRST, 10L, SECOND, 4L),
                        Map.of(FIRST, new Receipt(OURS, 10), SECOND, new Receipt(OURS, 0)),
                        OURS);
        assertThat(continuity).isEqualTo(new Continuity(Optional.of(true), Optional.of(true)));
    }

    @Test
    void aRunThatBeganLaterDoesNotSpeakForWhatWasBefore() {
        Continuity continuity =
                Continuity.of(Map.of(FIRST, 10L), Map.of(FIRST, new Receipt(OURS, 11)), OURS);
        assertThat(continuity).isEqualTo(new Continuity(Optional.of(false), Optional.empty()));
    }

    /// As `kafka-consumer-groups --reset-offsets` leaves it.
    @Test
    void anOffsetWithoutAReceiptSpeaksForNothing() {
        assertThat(Receipt.read("")).isEmpty();
        assertThat(Receipt.read("countersign-1 " + OURS + " -1")).isEmpty();
        assertThat(Receipt.read(new Receipt(OURS, 7).toString())).contains(new Receipt(OURS, 7));
        assertThat(Continuity.of(Map.of(FIRST, 0L), Map.of(), OURS))
                .isEqualTo(new Continuity(Optional.of(false), Optional.empty()));
    }

    @Test
    void anotherSelectionIsNamedWhateverElseIsKnown() {
        assertThat(Continuity.of(Map.of(FIRST, 0L), Map.of(FIRST, new Receipt(ANOTHER, 0)), OURS))
                .isEqualTo(new Continuity(Optional.of(true), Optional.of(false)));
        assertThat(Continuity.of(Map.of(), Map.of(FIRST, new Receipt(ANOTHER, 0)), OURS))
                .as("nothing is settled")
                .isEqualTo(new Continuity(Optional.empty(), Optional.empty()));
    }
}
