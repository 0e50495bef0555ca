package io.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.verify.InputSummary;
import io.countersign.schemas.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OffsetsAreComparedWithBrokersTest {
    private static final TopicPartition INPUT = new TopicPartition("proxy.raw", 2);

    @ParameterizedTest
    @CsvSource({
        "0, 500, ACCOUNTED, all that the brokers took is accounted for",
        "500, 500, ACCOUNTED, all that the brokers took is accounted for",
        "400, 507, OPEN, 7 offsets wait for a tally",
        "503, 900, LOST_UNREAD, '3 offsets were deleted before the log accounted for them, and no gap entry says so'",
        "0, 496, CUT, 'the brokers never gave the last 4 offsets that the log accounts for: the topic was replaced or cut'"
    })
    void whatTheBrokersHoldIsSetAgainstWhatTheLogAccountsFor(
            long start, long end, OffsetAccount.State state, String sentence) {
        OffsetAccount account =
                account(
                        Optional.of(
                                new BrokerOffsets(
                                        Map.of(INPUT, new BrokerOffsets.Range(start, end)))));
        assertThat(account.state()).isEqualTo(state);
        assertThat(account.sentence()).isEqualTo(sentence);
        assertThat(account.state().isFault())
                .isEqualTo(
                        state == OffsetAccount.State.LOST_UNREAD
                                || state == OffsetAccount.State.CUT);
    }

    @Test
    void aPartitionThatTheBrokersDoNotHaveIsAFaultAndNoBrokersAreNone() {
        assertThat(account(Optional.of(new BrokerOffsets(Map.of()))).state())
                .isEqualTo(OffsetAccount.State.MISSING);
        assertThat(account(Optional.empty()).state()).isEqualTo(OffsetAccount.State.NOT_COMPARED);
        assertThat(account(Optional.empty()).state().isFault()).isFalse();
    }

    @Test
    void aLaterGenerationGoesOnWhereTheOneBeforeEnded() {
        OffsetAccount account = account(Optional.empty());
        assertThat(account.fromOffset()).isEqualTo(10);
        assertThat(account.toOffset()).isEqualTo(500);
        assertThat(account.lost()).isEqualTo(25);
        assertThat(account.openEntries()).isEqualTo(3);
    }

    private static OffsetAccount account(Optional<BrokerOffsets> brokers) {
        List<OffsetAccount> accounts =
                OffsetAccount.of(
                        List.of(
                                summary(1, 10, 300, Map.of(Outcome.EVENT, 265L, Outcome.LOST, 25L)),
                                summary(2, 300, 500, Map.of(Outcome.OUT_OF_SCOPE, 200L))),
                        brokers);
        assertThat(accounts).hasSize(1);
        assertThat(accounts.getFirst().input()).isEqualTo(INPUT);
        return accounts.getFirst();
    }

    private static InputSummary summary(
            int generation, long from, long to, Map<Outcome, Long> counts) {
        return new InputSummary(
                "audit.entry.v1/2@" + generation,
                INPUT.topic(),
                INPUT.partition(),
                from,
                to,
                counts,
                generation == 2 ? 3 : 0);
    }
}
