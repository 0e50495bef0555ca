package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Installation;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.PersonResolution;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One person as Zscaler, PAN-OS and LiteLLM spell her, on a real broker: by the directory that a
/// command loads while events flow, and still after a restart.
class OnePersonIsOneAcrossSourcesTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir Path folder;

    private Path directory = Path.of("");
    private long sent;

    private Installation start(Configuration configuration) throws Exception {
        return StartedInstallation.withoutSinks(configuration, PolicyYaml.demo());
    }

    @Test
    @Timeout(600)
    void oneIdForAllSpellingsAndWhoIsUnknownIsListed() throws Exception {
        directory = folder.resolve("data");
        Path config = folder.resolve("countersign.yaml");
        Files.writeString(
                config,
                """
                directory: %s
                partitions: 1
                ledger:
                  interval: 300ms
                """
                        .formatted(directory));
        Path people = folder.resolve("identity.csv");
        Files.writeString(
                people,
                """
                person,login,mail,department,role
                E1001,jokafor,j.okafor@hospital.example.org,Oncology,physician
                E1002,asmith,ann.smith@hospital.example.org,Emergency,nurse
                E1003,asmith,al.smith@hospital.example.org,Coding,coder
                """);
        Path rules = folder.resolve("spellings.yaml");
        Files.writeString(
                rules, "domains: [hosp]\nmail_in_brackets: true\nshared_accounts: [kiosk-*]\n");
        Configuration configuration = ConfigurationFile.read(config).configuration();
        String why;
        try (Installation installation = start(configuration)) {
            assertThat(run("identity", "load", people.toString(), rules.toString()))
                    .startsWith("0 ")
                    .contains("3 people", "asmith resolves to nobody", "E1002, E1003", "Published");
            assertThat(run("identity", "load", people.toString(), rules.toString()))
                    .contains("Nothing differs");
            assertThat(run("identity", "show", "HOSP\\JOkafor"))
                    .startsWith("0 ")
                    .contains("E1001, Oncology, physician (RESOLVED)");
            // The global store follows its topic by itself.
            Awaitility.await("the directory is in use")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> {
                        litellm(installation, "jokafor");
                        assertThat(ids(installation.deployment())).contains("E1001");
                    });
            zscaler(installation, "j.okafor@hospital.example.org");
            paloAlto(installation, "hosp\\jokafor");
            litellm(installation, "asmith");
            litellm(installation, "stranger");
            litellm(installation, "kiosk-3");
            Awaitility.await("all are judged")
                    .atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(events(installation.deployment())).hasSize((int) sent));
            List<EventEntry> events = events(installation.deployment());
            for (String format : List.of("zscaler-nss-web", "paloalto-url", "litellm")) {
                assertThat(events)
                        .as(format)
                        .anyMatch(event ->
                                event.getSource().getFormat().equals(format)
                                        && event.getPerson()
                                                .orElseThrow()
                                                .getId()
                                                .equals(Optional.of("E1001")));
            }
            assertThat(resolution(events, "asmith")).isEqualTo(PersonResolution.AMBIGUOUS);
            assertThat(resolution(events, "stranger")).isEqualTo(PersonResolution.UNKNOWN_SPELLING);
            assertThat(resolution(events, "kiosk-3")).isEqualTo(PersonResolution.SHARED);
            assertThat(run("identity", "unresolved"))
                    .startsWith("1 ")
                    .contains("AMBIGUOUS", "asmith", "UNKNOWN_SPELLING", "stranger", "kiosk-3")
                    .doesNotContain("jokafor");
            Awaitility.await("alerts are about the person")
                    .atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(run("alert", "list", "--json"))
                                    .contains("\"about\":\"e1001\""));
            why = "audit.entry.v1/0@1:" + seqOf(installation.deployment(), "hosp\\jokafor");
            Awaitility.await("sealed")
                    .atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(run("why", why))
                                    .contains("hosp\\jokafor -> E1001, department Oncology"));
        }

        try (Installation again = start(configuration)) {
            zscaler(again, "J.Okafor@hospital.example.org");
            Awaitility.await("judged after the restart")
                    .atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(events(again.deployment())).hasSize((int) sent));
            assertThat(events(again.deployment()).getLast().getPerson().orElseThrow().getId())
                    .contains("E1001");
        }
    }

    private static PersonResolution resolution(List<EventEntry> events, String user) {
        return events.stream()
                .filter(event -> event.getUser().equals(Optional.of(user)))
                .findFirst()
                .orElseThrow()
                .getPerson()
                .orElseThrow()
                .getResolution();
    }

    private static List<String> ids(Deployment deployment) {
        return events(deployment).stream()
                .flatMap(event -> event.getPerson().stream())
                .flatMap(person -> person.getId().stream())
                .toList();
    }

    private static long seqOf(Deployment deployment, String user) {
        return CommittedRecords.entries(deployment).stream()
                .filter(entry ->
                        entry.getEvent().flatMap(EventEntry::getUser).equals(Optional.of(user)))
                .findFirst()
                .orElseThrow()
                .getSeq();
    }

    private static List<EventEntry> events(Deployment deployment) {
        return CommittedRecords.entries(deployment).stream()
                .flatMap(entry -> entry.getEvent().stream())
                .toList();
    }

    private void zscaler(Installation installation, String user) throws Exception {
        send(
                installation,
                "zscaler-nss-web",
                """
                {"version":"v9","sourcetype":"zscalernss-web","event":{"epochtime":"%d","recordid":"77190034511%05d",\
                "login":"%s","dept":"Oncology","devicehostname":"WS-4471","action":"Allowed","reqmethod":"POST",\
                "respcode":"200","host":"chat.deepseek.com","url":"chat.deepseek.com/api/v0/chat/completion",\
                "reqdatasize":"17400","cltip":"192.0.2.57"}}\
                """
                        .formatted(Instant.now().getEpochSecond(), sent, user));
    }

    private void paloAlto(Installation installation, String user) throws Exception {
        String time = Instant.now().toString().substring(0, 19).replace('-', '/').replace('T', ' ');
        send(
                installation,
                "paloalto-url",
                ("1,%s,001701009999,THREAT,url,2561,%s,192.0.2.57,203.0.113.20,198.51.100.9,203.0.113.20,"
                                + "Outbound-Web,%s,,ssl,vsys1,trust,untrust,ethernet1/2,ethernet1/1,to-kafka,%s,"
                                + "884102,1,51744,443,21310,443,0x400053,tcp,alert,"
                                + "\"chat.deepseek.com/api/v0/chat/completion\",(9999),artificial-intelligence,"
                                + "informational,client-to-server,70012233,0x0,192.0.2.0-192.0.2.255,"
                                + "United States,,,0,,,1,\"Mozilla/5.0\",,,\"https://chat.deepseek.com/\",,,,0,11,0,"
                                + "0,0,,FW-01,,,,post")
                        .formatted(time, time, user, time));
    }

    private void litellm(Installation installation, String user) throws Exception {
        double now = Instant.now().toEpochMilli() / 1000.0;
        send(
                installation,
                "litellm",
                """
                {"id":"call-%d","call_type":"acompletion","status":"success","startTime":%.3f,"endTime":%.3f,\
                "model":"deepseek-chat","custom_llm_provider":"deepseek","api_base":"https://api.deepseek.com/v1",\
                "messages":[{"role":"user","content":"Letter for Dana Quill, MRN 5550142, born 03/04/1961, admitted \
                with type 2 diabetes, metformin 500 mg, %d"}],"response":{"choices":[]},\
                "metadata":{"user_api_key_user_id":"%s"}}\
                """
                        .formatted(sent, now, now, sent, user));
    }

    private void send(Installation installation, String format, String line) throws Exception {
        installation
                .intake()
                .records()
                .send(format, "source-1", sent++, line.getBytes(StandardCharsets.UTF_8))
                .get();
    }

    /// The exit code, a blank, and what was written.
    private String run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--dir", directory.toString()));
        return CommandRun.run(all.toArray(String[]::new));
    }
}
