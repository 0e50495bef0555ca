package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhyCommandTest {
    @TempDir Path site;

    @Test
    void aDecisionIsExplainedFromTheLogAlone() throws IOException {
        SmallLog.store(site, SmallLog.signer(1), 2, "roe");
        countersign("why", SmallLog.CHAIN + ":3", "--dir", site.toString())
                .exits(ExitCode.CLEAN)
                .says("number 3, EVENT")
                .says("roe (PROXY_AUTH)", "POST chat.example.org, status 200", "1234 bytes up")
                .says("proxy.raw/0 offset 1", "PERSONAL", "ORG_IN_PATH org-42 (LIKELY)")
                .says("PHI IDENTITY_AND_HEALTH", "2 MRN (CERTAIN, OURS)")
                .says("1 DIAGNOSIS (LIKELY, OURS, SUBSTANCE_USE)")
                .says("NOT_COVERED, agreement example-ai", "VIOLATION, HIGH [PHI_TO_UNCOVERED]")
                .says("hashes lead from leaf 7 to the root", "by a key beside the log");
    }

    @Test
    void anEntryThatIsNotThereIsSaid() throws IOException {
        SmallLog.store(site, SmallLog.signer(1), 1, "roe");
        countersign("why", SmallLog.CHAIN + ":99", "--dir", site.toString())
                .exits(ExitCode.FAILED)
                .complains("does not hold");
        countersign("why", "seventeen", "--dir", site.toString())
                .exits(ExitCode.USAGE)
                .complains("CHAIN:SEQ");
    }
}
