package io.countersign.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Netskope writes 0 where a row belongs to no session; rows of many people must not meet there.
class ZeroIsNoIdTest {
    @Test
    void ofNetskopesTransactions() {
        String row =
                "{\"x-type\":\"http_transaction\",\"x-cs-timestamp\":\"1795339872\",\"cs-host\":\"chat.example.org\",\"cs-method\":\"GET\","
                        + "\"x-cs-session-id\":\"%s\",\"x-transaction-id\":\"7\"}";
        assertThat(event("netskope-transaction", row.formatted("0")).sessionId()).isEmpty();
        assertThat(event("netskope-transaction", row.formatted("36837")).sessionId())
                .contains("36837");
    }

    @Test
    void ofNetskopesEvents() {
        Event event =
                event(
                        "netskope-events",
                        "{\"timestamp\":1795339872,\"app\":\"Example Chat\",\"transaction_id\":0,\"app_session_id\":0,\"connection_id\":254408}");
        assertThat(event.transactionId()).isEmpty();
        assertThat(event.sessionId()).contains("254408");
    }

    private static Event event(String format, String record) {
        Parsed parsed =
                InputFormats.builtIn()
                        .named(format)
                        .orElseThrow()
                        .parse(record.getBytes(StandardCharsets.UTF_8));
        return ((Parsed.Accepted) parsed).event();
    }
}
