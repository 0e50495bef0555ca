package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A row that nobody compared with its contract for 90 days is named by every command that relies
/// on it; what needs a cluster is in `PolicyOnARunningClusterTest`. The clock stands at 2026-11-26.
class AgeOfThePolicyIsSaidTest {
    private static final String LINE =
            "{\"time\":\"2026-11-26T09:00:00Z\",\"user\":\"a@hospital.example.org\",\"host\":"
                    + "\"bedrock-runtime.us-east-1.amazonaws.com\",\"account\":\"123456789012\",\"prompt\":"
                    + "\"Patient Ada Quill, MRN 00917452, DOB 03/14/1950, type 2 diabetes\"}\n";

    @TempDir Path folder;

    private String register(String verified) throws Exception {
        return Files.writeString(
                        folder.resolve("baa.yaml"),
                        """
                        policy: p
                        organisation: {name: H}
                        complete: true
                        agreements:
                          - {id: aws, services: [amazon.bedrock], plan: aws, party: site,
                             baa: {signed: 2024-03-01}, valid_from: 2024-03-01, verified_at: %s,
                             cloud_accounts: ["123456789012"]}
                        """
                                .formatted(verified))
                .toString();
    }

    @Test
    void anOldRowIsNamedByEveryCommandThatReliesOnIt() throws Exception {
        String old = register("2026-08-27");
        String warning = "Row aws was on 2026-08-27 last, more than 90 days ago";
        Path lines = Files.writeString(folder.resolve("lines.ndjson"), LINE);

        countersign("policy", "show", old).says(warning);
        countersign("policy", "check", old).exits(ExitCode.FOUND).says(warning);
        countersign("policy", "map", old).says(warning);
        countersign("judge", lines.toString(), "--policy", old).says(warning);
    }

    @Test
    void aRowOfNinetyDaysIsGood() throws Exception {
        String good = register("2026-08-29");

        countersign("policy", "show", good).saysNot("days ago");
        countersign("policy", "check", good).exits(ExitCode.CLEAN);
        countersign("policy", "map", good).exits(ExitCode.CLEAN).saysNot("days ago");
    }
}
