package io.countersign.app.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.app.judge.LineJudge;
import io.countersign.schemas.Hash;
import io.countersign.schemas.PolicyDocument;
import io.countersign.sources.InputFormats;
import io.countersign.topology.policy.PolicyReader;
import io.countersign.topology.steps.Passage;
import io.countersign.topology.steps.PolicyInForce;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Gateways and processors on the way, machines of one's own, data sets on record, plain http and
/// the rules of use, from a line to its verdict.
class TheWholeWayIsJudgedTest {
    private static final Clock NOON =
            Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);

    private static final String REGISTER =
            """
            policy: 2026-11-20.1
            organisation: {name: Hospital Example, domains: [hospital.example.org]}
            complete: true
            agreements:
              - {id: zdr, services: [anthropic.api], plan: zdr-org, party: site, baa: {signed: 2026-04-20, retention: zero}, valid_from: 2026-04-20, orgs: [org_zeroRetention]}
              - {id: abridge, services: [abridge.abridge], plan: "*", party: site, baa: {signed: 2026-01-10}, valid_from: 2026-01-10, every_account: true}
            self_hosted:
              - {id: own-models, hosts: [ollama.hospital.example.org, "*.models.hospital.example.org"], valid_from: 2026-01-01}
            deidentified:
              - {id: sepsis-set, dataset: sepsis cohort 7, method: safe-harbor, document: DEID-2026-04, people: [mvale], services: [deepseek.api], valid_from: 2026-01-01, valid_to: 2026-12-31}
              - {id: oncology-set, dataset: oncology cohort 2, method: expert, document: EXP-2026-11, people: [akoss], services: [deepseek.api], valid_from: 2026-01-01, valid_to: 2026-12-31}
            sources:
              - {source: "covered-*", processors: [abridge.abridge]}
              - {source: "leaky-*", processors: [abridge.abridge, deepseek.api]}
              - {source: "open-*", processors: [cohere.cohere]}
            """;

    private static final String USE =
            """
            use:
              - id: billing
                departments: [billing]
                services: [anthropic.api]
                phi: [DATE]
                patients_per_prompt: 1
                patients_per_day: 20
            """;

    private static final String PHI =
            "Patient John Harrison, MRN 48213377, was admitted on 2026-03-04 with sepsis.";

    private static Passage.Judged judged(String source, String line) {
        PolicyDocument document;
        try {
            document = PolicyYaml.ofTexts(REGISTER, Optional.of(USE), Optional.empty());
        } catch (InvalidPolicyFileException e) {
            throw new AssertionError(e);
        }
        PolicyInForce policy =
                new PolicyInForce(new Hash(new byte[32]), PolicyReader.read(document));
        Passage passage =
                new LineJudge(InputFormats.builtIn(), policy, NOON, Optional.empty())
                        .judge(1, "plain-json", source, line.getBytes(StandardCharsets.UTF_8));
        assertThat(passage).isInstanceOf(Passage.Judged.class);
        return (Passage.Judged) passage;
    }

    private static String api(String org, String more) {
        return ("{\"host\":\"api.anthropic.com\",\"path\":\"/v1/messages\",\"method\":\"POST\",\"org\":\"%s\","
                        + "\"prompt\":\"%s\"%s}")
                .formatted(org, PHI, more);
    }

    @ParameterizedTest
    @CsvSource({
        "file, COVERED, zdr, BAA_IN_FORCE, PERMITTED",
        "covered-1, COVERED, zdr, BAA_IN_FORCE, PERMITTED",
        "leaky-1, NOT_COVERED, -, NEVER_COVERED, VIOLATION",
        "open-1, UNKNOWN, -, BAA_NOT_ESTABLISHED, REVIEW",
    })
    void theWeakestLinkDecidesAndIsNamed(
            String source, String state, String row, String reason, String disposition) {
        Passage.Judged judged = judged(source, api("org_zeroRetention", ""));

        assertThat(judged.coverage().state()).hasToString(state);
        assertThat(judged.coverage().baaRow().orElse("-")).isEqualTo(row);
        assertThat(judged.coverage().reasons().getFirst()).isEqualTo(reason);
        assertThat(judged.verdict().disposition()).hasToString(disposition);
        if (source.equals("leaky-1")) {
            assertThat(judged.coverage().reasons()).contains("WEAKEST_LINK");
            assertThat(judged.coverage().details()).contains("link=deepseek.api");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ollama.hospital.example.org, COVERED, SELF_HOSTED, PERMITTED, CORPORATE",
        "a.models.hospital.example.org, COVERED, SELF_HOSTED, PERMITTED, CORPORATE",
        "ollama.hospital.example.org.evil.example, UNKNOWN, SERVICE_NOT_IN_CATALOGUE, REVIEW, UNKNOWN",
        "192.0.2.40, UNKNOWN, SERVICE_NOT_IN_CATALOGUE, REVIEW, UNKNOWN",
    })
    void aMachineOfOnesOwnIsNoDisclosureAndAnyOtherIsUnsanctioned(
            String host, String state, String reason, String disposition, String account) {
        for (String path : new String[] {"/api/generate", "/v1/chat/completions", "/api/chat"}) {
            Passage.Judged judged =
                    judged(
                            "file",
                            "{\"host\":\"%s\",\"path\":\"%s\",\"method\":\"POST\",\"prompt\":\"%s\"}"
                                    .formatted(host, path, PHI));

            assertThat(judged.coverage().state()).as(path).hasToString(state);
            assertThat(judged.coverage().reasons().getFirst()).isEqualTo(reason);
            assertThat(judged.verdict().disposition()).hasToString(disposition);
            assertThat(judged.destination().account()).hasToString(account);
            assertThat(judged.verdict().reasons().contains("UNSANCTIONED_SERVICE"))
                    .isEqualTo(state.equals("UNKNOWN"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        // Nothing can be read: the record stands.
        "mvale, false, PERMITTED, DEIDENTIFIED_ON_RECORD",
        "akoss, false, PERMITTED, DEIDENTIFIED_ON_RECORD",
        "rkim, false, REVIEW, NOT_FULLY_INSPECTED",
        // PHI speaks against a safe harbor record, and asks for a look at an expert's.
        "mvale, true, VIOLATION, PHI_NOT_COVERED",
        "akoss, true, REVIEW, PHI_NOT_COVERED",
        "rkim, true, VIOLATION, PHI_NOT_COVERED",
    })
    void aDataSetOnRecordIsANoteBesideTheVerdict(
            String user, boolean phi, String disposition, String reason) {
        Passage.Judged judged =
                judged(
                        "file",
                        "{\"host\":\"api.deepseek.com\",\"path\":\"/chat/completions\",\"method\":\"POST\",\"user\":\"%s\"%s}"
                                .formatted(user, phi ? ",\"prompt\":\"" + PHI + "\"" : ""));

        assertThat(judged.coverage().state()).hasToString("NOT_COVERED");
        assertThat(judged.verdict().disposition()).hasToString(disposition);
        assertThat(judged.verdict().reasons().getFirst()).isEqualTo(reason);
        assertThat(judged.coverage().reasons().contains("DEIDENTIFIED_ON_RECORD"))
                .isEqualTo(!user.equals("rkim"));
        assertThat(judged.verdict().reasons().contains("DEIDENTIFICATION_CONTRADICTED"))
                .isEqualTo(phi && !user.equals("rkim"));
    }

    private static String squidLine(String scheme) {
        return "1795176000.000 5 192.0.2.7 TCP_MISS/200 900 POST %s://api.groq.com/openai/v1/chat/completions?q=Patient%%20John%%20Harrison%%2C%%20MRN%%2048213377%%20admitted%%20with%%20sepsis mvale HIER_DIRECT/192.0.2.9 application/json"
                .formatted(scheme);
    }

    @Test
    void phiOverPlainHttpIsAFindingBesideTheVerdict() {
        PolicyInForce policy;
        try {
            policy =
                    new PolicyInForce(
                            new Hash(new byte[32]),
                            PolicyReader.read(PolicyYaml.ofText("baa.yaml", REGISTER)));
        } catch (InvalidPolicyFileException e) {
            throw new AssertionError(e);
        }
        LineJudge judge = new LineJudge(InputFormats.builtIn(), policy, NOON, Optional.empty());
        for (String scheme : new String[] {"http", "https"}) {
            Passage passage =
                    judge.judge(1, "squid", "", squidLine(scheme).getBytes(StandardCharsets.UTF_8));
            assertThat(((Passage.Judged) passage).content().phi()).contains(true);
            assertThat(
                            ((Passage.Judged) passage)
                                    .verdict()
                                    .reasons()
                                    .contains("PHI_OVER_PLAIN_HTTP"))
                    .isEqualTo(scheme.equals("http"));
        }
    }

    @Test
    void moreThanTheRulesOfUseAllowIsAFindingBesideTheVerdict() {
        Passage.Judged billing =
                judged("file", api("org_zeroRetention", ",\"department\":\"Billing\""));
        Passage.Judged ward =
                judged("file", api("org_zeroRetention", ",\"department\":\"Ward 3\""));

        assertThat(billing.verdict().disposition()).hasToString("PERMITTED");
        assertThat(billing.verdict().severity()).hasToString("MEDIUM");
        assertThat(billing.verdict().reasons()).contains("MINIMUM_NECESSARY");
        assertThat(billing.coverage().details())
                .anyMatch(detail -> detail.startsWith("use=rule billing: MRN"));
        assertThat(ward.verdict().reasons()).doesNotContain("MINIMUM_NECESSARY");
    }

    /// What the recipient does with data, and how one gets a BAA, for whoever has to weigh it.
    @Test
    void whatTheRecipientDoesReachesTheEntry() {
        Passage.Judged foreign =
                judged(
                        "file",
                        "{\"host\":\"claude.ai\",\"path\":\"/api/organizations/99999999-7777-4abc-8def-1234567890ab/chat_conversations/c/completion\",\"method\":\"POST\",\"prompt\":\"%s\"}"
                                .formatted(PHI));

        assertThat(foreign.coverage().details())
                .anyMatch(detail -> detail.startsWith("trains_on_input=user choice; never"))
                .anyMatch(detail -> detail.startsWith("recipient_retention=Training allowed"))
                .anyMatch(detail -> detail.startsWith("human_review=flagged"))
                .anyMatch(detail -> detail.startsWith("how_to_get=Through sales"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "self_hosted: [{id: a, hosts: ['HOST']}] | self_hosted[0].hosts: not a host name",
                "deidentified: [{id: a, dataset: d, method: magic, document: x, people: [p], services: [deepseek.api]}] | deidentified[0].method: not one of safe-harbor, expert",
                "deidentified: [{id: a, dataset: d, method: expert, document: x, people: [p], services: [deepseek.api]}] | baa.yaml: deidentified[0].valid_to: a determination has a first and a last day",
                "deidentified: [{id: a, dataset: d, method: expert, document: x, people: [p], services: [no.such], valid_from: 2026-01-01, valid_to: 2026-02-01}] | baa.yaml: deidentified[0]: row a names a service that is not in the catalogue: no.such",
                "sources: [{source: a, processors: [no.such]}] | source a names a service that is not in the catalogue: no.such",
            })
    void whatDoesNotFitIsRefusedWithItsPlace(String rows, String message) {
        assertThatThrownBy(() ->
                        PolicyYaml.ofText(
                                "baa.yaml",
                                "policy: p\norganisation: {name: H}\ncomplete: true\n" + rows))
                .hasMessageContaining("baa.yaml")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "use: [{id: a, services: [anthropic.api], phi: [NO_SUCH]}] | use[0].phi: no info type",
                "use: [{id: a, services: [anthropic.api]}] | use[0]: rule a limits nothing",
                "use: [{id: a, services: [], phi: [MRN]}] | use[0].services: missing",
                "use: [{id: a, services: [no.such], phi: [MRN]}] | use[0]: rule a names a service that is not in the catalogue: no.such",
            })
    void aRuleOfUseThatDoesNotFitIsRefusedWithItsPlace(String rules, String message) {
        assertThatThrownBy(() -> PolicyYaml.ofTexts(REGISTER, Optional.of(rules), Optional.empty()))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-01-01, | 2026-06-01, | overlap",
                "2026-01-01, valid_to: 2026-05-31, | 2026-06-01, | fine",
                "2026-01-01, valid_to: 2026-06-01, | 2026-06-01, | overlap",
            })
    void twoRowsForOneAccountAndDayAreRefused(String first, String second, String outcome) {
        String row =
                "{id: %s, services: [anthropic.claude], plan: enterprise, party: site, baa: %s, valid_from: %s orgs: [11111111-0000-4000-8000-000000000001]}";
        String text =
                "policy: p\norganisation: {name: H}\ncomplete: true\nagreements:\n  - "
                        + row.formatted("old", "none", first)
                        + "\n  - "
                        + row.formatted("new", "{signed: 2026-01-01}", second);
        if (outcome.equals("fine")) {
            assertThat(parsed(text)).isEqualTo("fine");
        } else {
            assertThat(parsed(text))
                    .contains(
                            "baa.yaml: agreements[0] and baa.yaml: agreements[1]: rows old and new both speak for the same account of anthropic.claude")
                    .contains("end one with valid_to before the other begins");
        }
    }

    private static String parsed(String text) {
        try {
            PolicyYaml.ofText("baa.yaml", text);
            return "fine";
        } catch (InvalidPolicyFileException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
