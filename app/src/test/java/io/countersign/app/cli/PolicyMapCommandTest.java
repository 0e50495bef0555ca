package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/// `countersign policy map` of a register alone; with the entries of an installation it is in
/// `PolicyOnARunningClusterTest`.
class PolicyMapCommandTest {
    private static final String REGISTER =
            """
            policy: 2026-11-20.1
            organisation: {name: Hospital Example}
            complete: true
            agreements:
              - {id: claude-enterprise, services: [anthropic.claude], plan: enterprise, party: site,
                 baa: {signed: 2026-01-15, settings: [hipaa-ready]}, valid_from: 2026-01-15, valid_to: 2027-01-14,
                 verified_at: 2026-11-02, orgs: [5b0c7e1a-2f4d-4c8e-9a61-d3e07f21b944]}
              - {id: team-experiment, services: [anthropic.claude], plan: team, party: site, baa: none,
                 valid_from: 2026-03-01, orgs: [aaaaaaaa-2f4d-4c8e-9a61-d3e07f21b944]}
            self_hosted:
              - {id: radiology-llm, hosts: [llm.hospital.example.org], valid_from: 2026-01-01}
            sources:
              - {source: "kong-*", processors: [openrouter.openrouter]}
            """;

    private static final String USE =
            """
            use:
              - {id: oncology-letters, departments: ["Oncology <b>&"], services: [anthropic.claude], patients_per_prompt: 1}
              - {id: coders, departments: [Coding], services: [openai.chatgpt], patients_per_prompt: 1}
            """;

    @TempDir Path folder;
    private String register = "";

    @BeforeEach
    void write() throws Exception {
        Files.writeString(folder.resolve("use.yaml"), USE);
        register = Files.writeString(folder.resolve("baa.yaml"), REGISTER).toString();
    }

    @Test
    void everyWayEndsInItsRowOrTheGapAndTheWeakestLinkIsNamed() {
        countersign("policy", "map", register)
                .exits(ExitCode.FOUND)
                .says(
                        "flows: ",
                        "The weakest link is ",
                        "Oncology <b>&",
                        "row claude-enterprise, plan enterprise, BAA signed 2026-01-15, to 2027-01-14, verified 2026-11-02",
                        "NOT COVERED  row team-experiment",
                        "Coding",
                        "no row of the register",
                        "Source kong-*",
                        "Own machine llm.hospital.example.org");
    }

    @Test
    void jsonHoldsTheSameForPrograms() throws Exception {
        JsonNode map =
                new ObjectMapper()
                        .readTree(
                                countersign("policy", "map", register, "--json")
                                        .exits(ExitCode.FOUND)
                                        .out());

        assertThat(map.get("policy").asText()).isEqualTo("2026-11-20.1");
        assertThat(map.get("observed").asBoolean()).isFalse();
        assertThat(map.get("sha256").asText()).hasSize(64);
        assertThat(map.findValuesAsText("coverage"))
                .as("the weakest first")
                .startsWith("NOT_COVERED")
                .endsWith("COVERED");
        for (JsonNode flow : map.get("flows")) {
            if (flow.path("row").path("id").asText().equals("claude-enterprise")) {
                assertThat(flow.get("coverage").asText()).isEqualTo("COVERED");
                assertThat(flow.path("row").path("lastDay").asText()).isEqualTo("2027-01-14");
                return;
            }
        }
        throw new AssertionError("no flow by row claude-enterprise");
    }

    @Test
    void thePictureIsOneAccessibleFileThatHostileTextDoesNotBreak() throws Exception {
        Path svg = folder.resolve("flows.svg");

        countersign("policy", "map", register, "--svg", svg.toString())
                .exits(ExitCode.FOUND)
                .complains("written " + svg);

        String text = Files.readString(svg);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setNamespaceAware(true);
        Document picture =
                factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
        assertThat(picture.getDocumentElement().getAttribute("role")).isEqualTo("img");
        assertThat(picture.getElementsByTagName("desc").item(0).getTextContent())
                .contains("The weakest link is", "Oncology <b>&", "claude-enterprise");
        assertThat(picture.getElementsByTagName("b").getLength())
                .as("no markup of others")
                .isZero();
        assertThat(text)
                .contains("Oncology &lt;b&gt;&amp;", "prefers-color-scheme: dark", "NOT COVERED")
                .doesNotContain("<script", "href", "url(", "@import");

        countersign("policy", "map", register, "--svg", svg.toString())
                .exits(ExitCode.FAILED)
                .complains("There is a file already");
    }

    @Test
    void aPolicyWithoutGapsIsClean() throws Exception {
        Path covered =
                Files.writeString(
                        Files.createDirectory(folder.resolve("covered")).resolve("baa.yaml"),
                        """
                        policy: p
                        organisation: {name: H}
                        complete: true
                        agreements:
                          - {id: aws, services: [amazon.bedrock], plan: aws, party: site,
                             baa: {signed: 2024-03-01}, valid_from: 2024-03-01, verified_at: 2026-07-01,
                             cloud_accounts: ["123456789012"]}
                        """);

        countersign("policy", "map", covered.toString())
                .exits(ExitCode.CLEAN)
                .says("1 flow: 0 not covered, 0 not known, 1 covered.")
                .says("Row aws was on 2026-07-01 last, more than 90 days ago, compared")
                .saysNot("weakest link");
    }
}
