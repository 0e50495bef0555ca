package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.tokens.TokenKeys;
import io.countersign.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An entry says `authenticated` where the proof is that of this very record, and nowhere else.
class OnlyIntakeProvesASourceTest {
    private static final String FORMAT = "squid";
    private static final String SOURCE = "proxies.squid-main.00.0";

    @TempDir Path directory;

    @Test
    void aProofIsOfOneRecord() throws Exception {
        byte[] line = AuditDriver.send().getBytes(StandardCharsets.UTF_8);
        try (AuditDriver driver = new AuditDriver(directory)) {
            TokenKeys tokens =
                    TokenKeys.loadOrCreate(directory.resolve("token.key"), new SecureRandom());
            byte[] first = tokens.sourceProof(FORMAT, SOURCE, 0, line);
            driver.proved(Topics.PROXY_RAW, FORMAT, SOURCE, 0, line, first);
            driver.proved(Topics.PROXY_RAW, FORMAT, SOURCE, 1, line, first);
            driver.proved(Topics.PROXY_RAW, FORMAT, "another", 0, line, first);
            driver.proved(Topics.PROXY_RAW, FORMAT, SOURCE, 2, line, new byte[32]);
            driver.pipe(Topics.PROXY_RAW, FORMAT, SOURCE, 3, line);
            List<Boolean> authenticated =
                    driver.entries().stream()
                            .flatMap(entry -> entry.getEvent().stream())
                            .map(event -> event.getSource().getAuthenticated())
                            .toList();
            assertThat(authenticated).containsExactly(true, false, false, false, false);
        }
    }
}
