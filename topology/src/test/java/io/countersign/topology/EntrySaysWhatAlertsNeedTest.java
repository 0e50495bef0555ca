package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Topics;
import io.countersign.schemas.UserAgentClass;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What alerts are raised by besides the verdict: department, kind of program, fingerprint,
/// session; classes, ids and tokens, and never the text that they were made from.
class EntrySaysWhatAlertsNeedTest {
    private static final String PROMPT =
            "Summarise the follow-up plan for the patient seen this morning in the outpatient"
                    + " clinic, with all dates, in plain words.";

    @TempDir private Path directory;

    private static String zscaler(String department, String agent, String prompt) {
        return "{\"version\":\"v9\",\"sourcetype\":\"zscalernss-web\",\"event\":{"
                + "\"time\":\"Sun Nov 22 08:31:12 2026\",\"tz\":\"GMT\",\"recordid\":\"7719003451\","
                + "\"login\":\"m.vale@hospital.example.org\",\"dept\":\""
                + department
                + "\",\"action\":\"Allowed\",\"reqmethod\":\"POST\",\"respcode\":\"200\","
                + "\"host\":\"chat.example.org\",\"url\":\"chat.example.org/send\","
                + "\"cltip\":\"192.0.2.57\",\"useragent\":\""
                + agent
                + "\",\"prompt_req\":\""
                + prompt
                + "\"}}";
    }

    private EventEntry judged(AuditDriver driver, String format, String line) {
        driver.pipe(Topics.PROXY_RAW, format, "", -1, line.getBytes(StandardCharsets.UTF_8));
        List<AuditEntry> entries = driver.entries();
        assertThat(entries.getLast().getKind()).isEqualTo(EntryKind.EVENT);
        return entries.getLast().getEvent().orElseThrow();
    }

    @Test
    void departmentAgentAndTransactionAreAsTheSourceSaysThem() {
        try (AuditDriver driver = new AuditDriver(directory)) {
            EventEntry event =
                    judged(
                            driver,
                            "zscaler-nss-web",
                            zscaler("Oncology (East)", "python-requests/2.32", PROMPT));

            assertThat(event.getDepartment()).isEqualTo(Optional.of("Oncology (East)"));
            assertThat(event.getUserAgentClass()).isEqualTo(Optional.of(UserAgentClass.CLI_OR_SDK));
            assertThat(event.getTransaction()).isEqualTo(Optional.of("7719003451"));
            assertThat(event.getDestination().getService()).isEqualTo(Optional.of("example.chat"));
            assertThat(event.toString()).doesNotContain("python-requests");
        }
    }

    @Test
    void aDepartmentOutOfTheGrammarIsATokenThatStaysTheSame() {
        try (AuditDriver driver = new AuditDriver(directory)) {
            EventEntry one =
                    judged(driver, "zscaler-nss-web", zscaler("<script>x</script>", "-", PROMPT));
            EventEntry other =
                    judged(driver, "zscaler-nss-web", zscaler("<script>x</script>", "-", PROMPT));

            assertThat(one.getDepartment())
                    .hasValueSatisfying(
                            it -> assertThat(it).startsWith("hmac:").doesNotContain("script"));
            assertThat(other.getDepartment()).isEqualTo(one.getDepartment());
        }
    }

    @Test
    void theSameTextInOtherClothesHasTheSameFingerprintAndAnotherTextAnother() {
        try (AuditDriver driver = new AuditDriver(directory)) {
            String shouted =
                    PROMPT.toUpperCase(java.util.Locale.ROOT)
                            .replace(", ", " - ")
                            .replace(" ", "  ");
            EventEntry plain = judged(driver, "zscaler-nss-web", zscaler("A", "-", PROMPT));
            EventEntry dressed = judged(driver, "zscaler-nss-web", zscaler("A", "-", shouted));
            EventEntry other =
                    judged(
                            driver,
                            "zscaler-nss-web",
                            zscaler("A", "-", PROMPT.replace("patient", "team")));
            EventEntry brief =
                    judged(driver, "zscaler-nss-web", zscaler("A", "-", "Go on, please."));

            assertThat(plain.getContentFingerprint()).isPresent();
            assertThat(dressed.getContentFingerprint()).isEqualTo(plain.getContentFingerprint());
            assertThat(other.getContentFingerprint())
                    .isPresent()
                    .isNotEqualTo(plain.getContentFingerprint());
            assertThat(brief.getContentFingerprint()).isEmpty();
        }
    }

    @Test
    void aFirewallsTrafficLineBecomesAnEntryOnlyWhereItsSessionIsInScope() {
        try (AuditDriver driver = new AuditDriver(directory)) {
            EventEntry asked = judged(driver, "paloalto-url", url("884102"));
            EventEntry line = judged(driver, "paloalto-url", traffic("884102"));
            int before = driver.entries().size();
            driver.pipe(
                    Topics.PROXY_RAW,
                    "paloalto-url",
                    "",
                    -1,
                    traffic("884103").getBytes(StandardCharsets.UTF_8));

            assertThat(driver.entries()).hasSize(before);
            assertThat(asked.getBytesUp()).isEmpty();
            assertThat(asked.getSession()).isEqualTo(Optional.of("001701009999/884102"));
            assertThat(line.getSession()).isEqualTo(asked.getSession());
            assertThat(line.getBytesUp()).isEqualTo(Optional.of(18_611L));
            assertThat(line.getReasons()).contains("TRAFFIC_LINE", "NOT_A_SEND");
            assertThat(line.getDestination().getActivity()).isEqualTo("NOT_A_SEND");
        }
    }

    @Test
    void aSendOfAPersonsSessionIsNoTrafficLine() {
        try (AuditDriver driver = new AuditDriver(directory)) {
            judged(driver, "netskope-events", netskope("", "chat.example.org/send"));
            EventEntry second =
                    judged(
                            driver,
                            "netskope-events",
                            netskope("\"client_bytes\":18120,", "chat.example.org"));

            assertThat(second.getReasons()).doesNotContain("TRAFFIC_LINE");
            assertThat(second.getDestination().getActivity()).isNotEqualTo("NOT_A_SEND");
        }
    }

    private static String netskope(String bytes, String url) {
        return "{\"_id\":\"a41f\",\"record_type\":\"application\",\"timestamp\":1795336272,"
                + bytes
                + "\"app_session_id\":\"6611\",\"user\":\"m.vale@hospital.example.org\",\"url\":\""
                + url
                + "\"}";
    }

    private static String url(String session) {
        return head("THREAT,url", session)
                + "alert,\"chat.example.org/send\",(9999),artificial-intelligence,informational,"
                + "client-to-server,70012233,0x0,192.0.2.0-192.0.2.255,United States,,,0,,,1,"
                + "\"Mozilla/5.0\",,,\"https://chat.example.org/\",,,,0,11,0,0,0,,FW-01,,,,post";
    }

    private static String traffic(String session) {
        return head("TRAFFIC,end", session)
                + "allow,23874,18611,5263,61,2026/11/22 08:29:02,120,artificial-intelligence,,"
                + "70012288,0x0,192.0.2.0-192.0.2.255,United States,,33,28,tcp-fin,11,0,0,0,,FW-01,"
                + "from-policy";
    }

    private static String head(String type, String session) {
        return "1,2026/11/22 08:31:12,001701009999,"
                + type
                + ",2561,2026/11/22 08:31:12,192.0.2.57,203.0.113.20,198.51.100.9,203.0.113.20,"
                + "Outbound-Web,hosp\\jokafor,,ssl,vsys1,trust,untrust,ethernet1/2,ethernet1/1,"
                + "to-kafka,2026/11/22 08:31:12,"
                + session
                + ",1,51744,443,21310,443,0x400053,tcp,";
    }
}
