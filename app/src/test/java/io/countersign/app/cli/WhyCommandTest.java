package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;

import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
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
                .says("PHI IDENTITY_AND_HEALTH", "RELATIVE_NAMED", "2 MRN (CERTAIN, OURS)")
                .says("1 DIAGNOSIS (LIKELY, OURS, SUBSTANCE_USE)")
                .says("NOT_COVERED, agreement example-ai", "VIOLATION, HIGH [PHI_TO_UNCOVERED]")
                .says("hashes lead from leaf 7 to the root", "by a key beside the log");
    }

    @Test
    void whatBecameKnownLaterStandsBelowTheVerdict() throws IOException {
        SmallLog.storeAmended(site, SmallLog.signer(1), "roe");
        countersign("why", SmallLog.CHAIN + ":1", "--dir", site.toString())
                .exits(ExitCode.CLEAN)
                .says("number 1, EVENT", "amended by", SmallLog.CHAIN + " number 3")
                .says("TRAFFIC_LINE (VERY_LIKELY), 40 s apart, " + SmallLog.CHAIN + ":2")
                .says("text FULL, PHI")
                .says("BYTES_UP", "1234 bytes up; NOT_COVERED, agreement example-ai");
        countersign("why", SmallLog.CHAIN + ":3", "--dir", site.toString())
                .exits(ExitCode.CLEAN)
                .says("number 3, AMENDMENT", "amends", SmallLog.CHAIN + ":1");
    }

    @Test
    void anAccessSaysWhetherAReasonWasGiven() throws IOException {
        SmallLog log = SmallLog.begun(SmallLog.signer(1), "roe");
        EntryRef access =
                log.append(
                        2,
                        entry ->
                                entry.setKind(EntryKind.ACCESS)
                                        .setAccess(
                                                new AccessEntry(
                                                        "access-1",
                                                        "p.officer",
                                                        "QUERY",
                                                        "INVESTIGATION",
                                                        null,
                                                        3L,
                                                        null,
                                                        "SELECT 1",
                                                        null)));
        log.event(2, false);
        log.write(site);
        countersign("why", access.getChain() + ":" + access.getSeq(), "--dir", site.toString())
                .exits(ExitCode.CLEAN)
                .says("ACCESS", "none was given");
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
