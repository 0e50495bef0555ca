package io.countersign.app.purge;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.ChainHead;
import io.countersign.schemas.Hash;
import io.countersign.schemas.InputPosition;
import io.countersign.schemas.SealEntry;
import io.countersign.schemas.Topics;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OnlyTheSealedPartGoesTest {
    @Test
    void theNewestGenerationSaysHowFarAnInputIsAccountedFor() {
        // The topic was replaced between the two: offsets began again.
        SealedInputs inputs =
                SealedInputs.of(
                        Instant.EPOCH,
                        seal(head("audit.entry.v1/0@1", 9_000), head("audit.entry.v1/0@2", 40)));
        assertThat(inputs.accountedTo())
                .isEqualTo(Map.of(new TopicPartition(Topics.PROXY_RAW, 0), 40L));
        assertThat(inputs.heads().values())
                .extracting(ChainHead::getChain)
                .containsExactly("audit.entry.v1/0@2");
    }

    @Test
    void onlyRawTopicsAreEverNamed() {
        SealedInputs inputs = SealedInputs.of(Instant.EPOCH, seal(head("audit.entry.v1/3@1", 12)));
        assertThat(inputs.accountedTo().keySet())
                .containsExactly(new TopicPartition(Topics.PROXY_RAW, 3));
    }

    @Test
    void aPositionIsReadAsItWasWritten() {
        ReadBackPosition.Link link =
                new ReadBackPosition.Link("audit.entry.v1/3@2", 7_000_000_000L, hash());
        assertThat(ReadBackPosition.Link.parse(link.note())).contains(link);
        for (String other :
                List.of(
                        "",
                        "audit.entry.v1/3@2 7",
                        link.note() + "0",
                        link.note() + "\n",
                        "x 9999999999999999999 " + "0".repeat(64))) {
            assertThat(ReadBackPosition.Link.parse(other)).isEqualTo(Optional.empty());
        }
    }

    private static SealEntry seal(ChainHead... heads) {
        return new SealEntry(1L, 1L, List.of(heads), hash(), hash(), null);
    }

    private static ChainHead head(String chain, long accountedTo) {
        int partition = Integer.parseInt(chain.substring(15, 16));
        return new ChainHead(
                chain,
                5L,
                hash(),
                6L,
                List.of(
                        new InputPosition(Topics.PROXY_RAW, partition, accountedTo),
                        new InputPosition(Topics.CONTROL, partition, 77L)));
    }

    private static Hash hash() {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) 0x5A);
        return new Hash(bytes);
    }
}
