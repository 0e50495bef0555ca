package io.countersign.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.destination.Coverage;
import io.countersign.detectors.destination.Destination;
import io.countersign.detectors.destination.Hint;
import io.countersign.detectors.destination.Policy;
import io.countersign.detectors.destination.Request;
import io.countersign.detectors.destination.Visibility;
import io.countersign.topology.policy.PolicyReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which row decides, and what it lacks, goes by the event's time and by nothing else.
class CoverageIsAsOfEventTimeTest {
    private static final String ORG = "5b0c7e1a-2f4d-4c8e-9a61-d3e07f21b944";

    private static Policy policy(boolean complete, String... rows) {
        StringBuilder text =
                new StringBuilder(
                        "policy: t\norganisation: {name: H, domains: [h.example.org]}\ncomplete: ");
        text.append(complete).append(rows.length == 0 ? "\nagreements: []\n" : "\nagreements:\n");
        for (String row : rows) {
            text.append("  - {").append(row).append("}\n");
        }
        try {
            return PolicyReader.read(PolicyYaml.ofText("t.yaml", text.toString()));
        } catch (InvalidPolicyFileException e) {
            throw new AssertionError(e);
        }
    }

    private static String claude(String id, String plan, String baa, String from, String more) {
        return "id: "
                + id
                + ", services: [anthropic.claude], plan: "
                + plan
                + ", party: site, baa: "
                + baa
                + ", valid_from: "
                + from
                + ", orgs: ["
                + ORG
                + "]"
                + more;
    }

    private static Request claudeSend(String time) {
        return request(
                "claude.ai",
                "/api/organizations/" + ORG + "/chat_conversations/c/completion",
                List.of(),
                time);
    }

    private static Request request(String host, String path, List<Hint> hints, String time) {
        return new Request(
                Optional.of(host),
                Optional.of(path),
                Optional.of("POST"),
                OptionalInt.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                hints,
                Visibility.URL,
                false,
                false,
                Instant.parse(time));
    }

    private static Coverage coverage(Policy policy, Request request) {
        Destination destination = policy.catalogue().locate(request).orElseThrow();
        return policy.register().coverage(destination, request, request.time());
    }

    private static String told(Coverage coverage) {
        return coverage.state()
                + " "
                + coverage.baaRow().orElse("-")
                + " "
                + coverage.reasons().getFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T23:59:59Z, NOT_COVERED - NO_ROW_IN_FORCE",
        "2026-02-01T00:00:00Z, NOT_COVERED first CONDITION_NOT_MET",
        "2026-05-31T23:59:59Z, NOT_COVERED first CONDITION_NOT_MET",
        "2026-06-01T00:00:00Z, COVERED second BAA_IN_FORCE",
        "2026-08-31T23:59:59Z, COVERED second BAA_IN_FORCE",
        "2026-09-01T00:00:00Z, NOT_COVERED - NO_ROW_IN_FORCE",
    })
    void theRowInForceThenDecides(String time, String expected) {
        Policy policy =
                policy(
                        true,
                        claude(
                                "first",
                                "enterprise",
                                "{signed: 2026-02-01}",
                                "2026-02-01",
                                ", valid_to: 2026-05-31"),
                        claude(
                                "second",
                                "enterprise",
                                "{signed: 2026-02-01, settings: [hipaa-ready]}",
                                "2026-06-01",
                                ", valid_to: 2026-08-31"));

        assertThat(told(coverage(policy, claudeSend(time)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "enterprise | {signed: 2025-11-01, settings: [hipaa-ready]} | NOT_COVERED row SIGNED_BEFORE_INCLUSION",
                "enterprise | {signed: 2025-12-02, settings: [hipaa-ready]} | COVERED row BAA_IN_FORCE",
                "enterprise | {signed: 2025-12-02}                          | NOT_COVERED row CONDITION_NOT_MET",
                "enterprise | {signed: 2026-12-02, settings: [hipaa-ready]} | NOT_COVERED row NO_ROW_IN_FORCE",
                "enterprise | none                                          | NOT_COVERED row NO_SIGNED_BAA",
                "team       | {signed: 2026-01-01, settings: [hipaa-ready]} | NOT_COVERED row PLAN_NOT_COVERED",
            })
    void whatARowLacksIsSaid(String plan, String baa, String expected) {
        Policy policy = policy(true, claude("row", plan, baa, "2025-01-01", ""));

        assertThat(told(coverage(policy, claudeSend("2026-06-01T00:00:00Z")))).isEqualTo(expected);
    }

    @Test
    void theClickThroughOfOnePersonIsNotTheSitesContract() {
        Policy policy =
                policy(
                        true,
                        "id: p, services: [bastiongpt.bastiongpt], plan: '*', party: person, baa: {signed: 2026-01-01},"
                                + " valid_from: 2026-01-01, every_account: true");
        Request send = request("app.bastiongpt.com", "/chat", List.of(), "2026-06-01T00:00:00Z");

        assertThat(told(coverage(policy, send))).isEqualTo("NOT_COVERED p NOT_THE_SITES_CONTRACT");
    }

    @Test
    void aContractForEveryAccountNeedsNoAccountInTheRecord() {
        Policy policy =
                policy(
                        true,
                        "id: p, services: [abridge.abridge], plan: '*', party: site, baa: {signed: 2026-01-01},"
                                + " valid_from: 2026-01-01, every_account: true");
        Request send = request("www.abridge.com", "/x", List.of(), "2026-06-01T00:00:00Z");

        assertThat(told(coverage(policy, send))).isEqualTo("COVERED p BAA_IN_FORCE");
    }

    @Test
    void withoutARegisterEverySummaryCanSayWhy() {
        Policy policy = PolicyReader.read(PolicyYaml.withoutRegister());

        assertThat(told(coverage(policy, claudeSend("2026-06-01T00:00:00Z"))))
                .isEqualTo("UNKNOWN - NO_BAA_REGISTER");
        Request console = request("console.anthropic.com", "/x", List.of(), "2026-06-01T00:00:00Z");
        assertThat(told(coverage(policy, console))).isEqualTo("NOT_COVERED - NEVER_COVERED");
        assertThat(coverage(policy, console).reasons()).doesNotContain("UNSANCTIONED_SERVICE");
    }

    @Test
    void anIncompleteRegisterAccusesNobody() {
        Policy policy = policy(false);

        assertThat(told(coverage(policy, claudeSend("2026-06-01T00:00:00Z"))))
                .isEqualTo("UNKNOWN - NO_ROW_FOR_SERVICE");
        assertThat(told(coverage(policy(true), claudeSend("2026-06-01T00:00:00Z"))))
                .isEqualTo("NOT_COVERED - ORG_NOT_IN_REGISTER");
    }

    @Test
    void twoFormsOfOneIdAreNotCompared() {
        Policy policy =
                policy(
                        true,
                        claude(
                                "row",
                                "enterprise",
                                "{signed: 2026-01-01, settings: [hipaa-ready]}",
                                "2026-01-01",
                                ""));
        Request send =
                request(
                        "claude.ai",
                        "/x",
                        List.of(new Hint("ORG_ID", "org_01Whatever")),
                        "2026-06-01T00:00:00Z");

        assertThat(told(coverage(policy, send))).isEqualTo("UNKNOWN - ID_NOT_COMPARABLE");
    }

    /// Whatever a source wrote, there is an answer, and COVERED only ever with a row.
    @Test
    void anyRequestHasAnAnswerAndCoveredNamesItsRow() {
        Policy policy = PolicyReader.read(PolicyYaml.demo());
        String[] hosts = {
            "claude.ai",
            "chatgpt.com",
            "api.openai.com",
            "x.openai.azure.com",
            "",
            ".",
            "a..b",
            "substrate.office.com"
        };
        String[] parts = {
            "",
            "/",
            "//",
            "/api",
            "/organizations",
            "/" + ORG,
            "/@",
            "/%2e%2e",
            "/m365Copilot/Chathub",
            "/\u0000",
            "/completion",
            "?",
            "/v1/messages"
        };
        String[] kinds = {
            "ORG_ID",
            "ORG_COOKIE",
            "CASB_INSTANCE",
            "LOGIN_EMAIL",
            "API_BASE",
            "GATEWAY_KEY",
            "NEW_KIND"
        };
        String[] values = {
            "",
            "@",
            "a@",
            ORG,
            "org_",
            "https://",
            "://@:",
            "https://u:p@claude.ai:443/x",
            "public-link",
            "\u202e"
        };
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder path = new StringBuilder();
            for (int j = random.nextInt(6); j > 0; j--) {
                path.append(parts[random.nextInt(parts.length)]);
            }
            Request request =
                    request(
                            hosts[random.nextInt(hosts.length)],
                            path.toString(),
                            List.of(
                                    new Hint(
                                            kinds[random.nextInt(kinds.length)],
                                            values[random.nextInt(values.length)]),
                                    new Hint(
                                            kinds[random.nextInt(kinds.length)],
                                            values[random.nextInt(values.length)])),
                            "2026-11-20T00:00:00Z");
            Optional<Destination> destination = policy.catalogue().locate(request);
            if (destination.isPresent()) {
                Coverage coverage =
                        policy.register().coverage(destination.get(), request, request.time());
                assertThat(coverage.state().name().equals("COVERED"))
                        .as("%s", coverage)
                        .isEqualTo(coverage.reasons().contains("BAA_IN_FORCE"));
                if (coverage.reasons().contains("BAA_IN_FORCE")) {
                    assertThat(coverage.baaRow()).isPresent();
                }
            }
        }
    }
}
