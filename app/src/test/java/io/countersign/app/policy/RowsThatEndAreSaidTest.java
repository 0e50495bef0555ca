package io.countersign.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.PolicyDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsThatEndAreSaidTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir Path directory;

    @Test
    void aRowThatExpiresTomorrowIsSaidUnlessAnotherFollows() throws Exception {
        assertThat(endings(row("old", "2025-01-01", "2026-11-27")))
                .containsExactly(
                        "Row old ends with 2026-11-27, and nothing follows: from the next day on it covers nothing");
        assertThat(
                        endings(
                                row("old", "2025-01-01", "2026-11-27")
                                        + row("new", "2026-11-28", "2027-11-27")))
                .isEmpty();
        assertThat(endings(row("old", "2025-01-01", "2027-06-30"))).isEmpty();
        assertThat(endings(row("old", "2025-01-01", "2026-11-20")))
                .containsExactly("Row old ended with 2026-11-20, and nothing follows");
    }

    private List<String> endings(String rows) throws Exception {
        Path register =
                Files.writeString(
                        directory.resolve("baa.yaml"),
                        """
                        policy: 2026-11-20.1
                        organisation:
                          name: Hospital Example
                          domains: [hospital.example.org]
                        complete: true
                        agreements:
                        """
                                + rows);
        PolicyDocument policy = PolicyYaml.of(register);
        return PolicyCheck.findings(policy, NOON).stream()
                .filter(finding ->
                        finding.startsWith("Row ") && finding.contains("nothing follows"))
                .toList();
    }

    private static String row(String id, String from, String to) {
        return """
          - id: %s
            services: [amazon.bedrock]
            plan: aws
            party: site
            baa: {signed: 2024-03-01}
            valid_from: %s
            valid_to: %s
            verified_at: 2026-11-01
            cloud_accounts: ["123456789012"]
        """
                .formatted(id, from, to);
    }
}
