package io.countersign.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.cli.CommandLineTool;
import io.countersign.app.cli.Terminal;
import io.countersign.schemas.PolicyRegister;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterviewWritesAReadableRegisterTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void answersBecomeRowsAndSilenceBecomesNone() throws Exception {
        String answers =
                """
                St. Example's "Hospital": # 1
                hospital.example.org, clinic.example.org
                yes
                not-a-day
                2026-01-15
                yes
                5b0c7e1a-2f4d-4c8e-9a61-d3e07f21b944
                """;
        StringWriter shown = new StringWriter();

        String text =
                new PolicyInterview(
                                new BufferedReader(new StringReader(answers)),
                                new PrintWriter(shown),
                                LocalDate.now(CLOCK))
                        .run();

        PolicyRegister register = PolicyYaml.ofText("baa.yaml", text).getRegister().orElseThrow();
        assertThat(register.getOrganisation()).isEqualTo("St. Example's \"Hospital\": # 1");
        assertThat(register.getDomains()).hasSize(2);
        assertThat(register.getComplete()).isFalse();
        assertThat(register.getAgreements()).hasSize(1);
        assertThat(register.getAgreements().getFirst().getServices())
                .containsExactly("anthropic.claude");
        assertThat(register.getAgreements().getFirst().getSettings())
                .containsExactly("hipaa-ready");
        assertThat(shown.toString())
                .contains("[without: ")
                .contains("Not a day")
                .contains("Amazon Bedrock (Amazon)");
        assertThat(shown.toString().split("\\]: "))
                .hasSizeGreaterThan(10)
                .allSatisfy(question -> assertThat(question.length()).isLessThan(250));
    }

    @Test
    void flagsWriteTheSameAndTheFileIsNeverOverwritten(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("baa.yaml");
        String[] init = {
            "init",
            file.toString(),
            "--organisation",
            "Hospital Example",
            "--complete",
            "--domain",
            "hospital.example.org",
            "--agreement",
            "services=anthropic.claude;plan=enterprise;signed=2026-01-15;settings=hipaa-ready;orgs=5b0c7e1a-2f4d-4c8e-9a61-d3e07f21b944",
            "--agreement",
            "services=amazon.bedrock;plan=aws;signed=2024-03-01;cloud_accounts=123456789012"
        };
        StringWriter out = new StringWriter();

        assertThat(run(out, init)).as("%s", out).isZero();
        String written = Files.readString(file);
        assertThat(run(out, init)).isEqualTo(4);
        assertThat(Files.readString(file)).isEqualTo(written);
        assertThat(run(out, "show", file.toString())).isZero();
        assertThat(run(out, "headers", file.toString())).isZero();
        assertThat(out.toString())
                .contains("anthropic-claude")
                .contains("BAA signed, in force")
                .contains("anthropic-allowed-org-ids: 5b0c7e1a-2f4d-4c8e-9a61-d3e07f21b944")
                .contains("X-GoogApps-Allowed-Domains: hospital.example.org");
    }

    @Test
    void aWrongFlagIsRefusedWithItsKey(@TempDir Path folder) {
        StringWriter out = new StringWriter();
        for (String row :
                List.of(
                        "services=amazon.bedrock;plan=aws;signed=yesterday;cloud_accounts=123456789012",
                        "services=amazon.bedrock;plan=aws;signed=2024-03-01;colour=red",
                        "services=amazon.bedrock;plan=aws;signed=2024-03-01;cloud_accounts=1",
                        "nonsense")) {
            Path file = folder.resolve("baa.yaml");
            assertThat(run(out, "init", file.toString(), "--organisation", "x", "--agreement", row))
                    .as(row)
                    .isEqualTo(3);
            assertThat(file).doesNotExist();
        }
        assertThat(out.toString())
                .contains("--agreement signed: not a day")
                .contains("--agreement colour: unknown key")
                .contains("cloud_accounts: not 12 digits");
    }

    private static int run(StringWriter out, String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new ByteArrayInputStream(new byte[0]),
                        bytes,
                        bytes,
                        Map.of(),
                        Set.of(),
                        CLOCK);
        List<String> words = new ArrayList<>(List.of("policy"));
        words.addAll(List.of(arguments));
        int code = CommandLineTool.run(terminal, words.toArray(String[]::new)).code();
        out.write(bytes.toString(StandardCharsets.UTF_8));
        return code;
    }
}
