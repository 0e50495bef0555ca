package io.countersign.intake.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.chain.EntryGrammar;
import java.util.HexFormat;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/// The bytes of a position, and the names under which positions lie.
class BridgePositionTest {
    private static final String HEX =
            "01" // version
                    + "11111111111111112222222222222222" // topic id
                    + "0000000000000064" // next offset 100
                    + "0000000000000007"; // next sequence number 7

    @Test
    void theBytesAreAsSpecified() {
        BridgePosition position =
                new BridgePosition(new Uuid(0x1111111111111111L, 0x2222222222222222L), 100, 7);
        assertThat(HexFormat.of().formatHex(position.toBytes())).isEqualTo(HEX);
        assertThat(BridgePosition.of(HexFormat.of().parseHex(HEX))).isEqualTo(position);
    }

    @Test
    void whatAnotherReleaseWroteIsNotGuessedAt() {
        byte[] later = HexFormat.of().parseHex("02" + HEX.substring(2));
        assertThatThrownBy(() -> BridgePosition.of(later))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BridgePosition.of(new byte[3]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSourceIdFitsAnEntryWhateverTheTopic() {
        String cluster = "MkU3OEVBNTcwNTJENDM2Qg";
        String longName = "t".repeat(249);
        String id = SourceNames.sourceId(cluster, new TopicPartition(longName, 999_999));
        assertThat(EntryGrammar.id(id)).isTrue();
        assertThat(id)
                .isNotEqualTo(
                        SourceNames.sourceId(
                                cluster, new TopicPartition("t".repeat(248) + "u", 999_999)));
        assertThat(SourceNames.sourceId(cluster, new TopicPartition("netskope", 3)))
                .isEqualTo("MkU3OEVBNTcwNTJENDM2Qg/netskope/3");
    }
}
