package io.countersign.intake.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Two lists of servers that lead to one cluster are told by the id that the cluster gives itself.
class OneClusterUnderTwoNamesTest {
    @Test
    void aTopicIsReadByOneBridge() {
        BridgedTopics bridged = new BridgedTopics();
        assertThat(bridged.claim("casb", "id-1", List.of("netskope", "alerts"))).isEmpty();
        assertThat(bridged.claim("casb", "id-1", List.of("netskope", "alerts"))).isEmpty();
        assertThat(bridged.claim("siem", "id-2", List.of("netskope"))).isEmpty();
        assertThat(bridged.claim("other", "id-1", List.of("proxy", "alerts")).orElseThrow())
                .contains("alerts", "bridge casb", "id-1", "take the topic out");
        assertThat(bridged.claim("proxies", "id-1", List.of("proxy"))).isEmpty();
    }
}
