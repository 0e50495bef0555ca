package io.countersign.app.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.policy.PolicyYaml;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.policy.PolicyNote;
import io.countersign.detectors.destination.AccountKind;
import io.countersign.detectors.destination.Activity;
import io.countersign.detectors.destination.CoverageState;
import io.countersign.detectors.destination.Disposition;
import io.countersign.detectors.destination.HostRole;
import io.countersign.schemas.Hash;
import io.countersign.schemas.PolicyDocument;
import io.countersign.sources.InputFormats;
import io.countersign.topology.alerts.Joins;
import io.countersign.topology.policy.PolicyReader;
import io.countersign.topology.steps.Passage;
import io.countersign.topology.steps.PolicyInForce;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Lines as the sources write them, under the catalogue that is shipped and the demo's register.
class AccountsAndDownloadsOfRealSourcesTest {
    private static final String OURS = "5b0c7e1a-2f4d-4c8e-9a61-d3e07f21b944";
    private static final String OTHER = "9d1f3c52-6a7b-4e0d-8c2f-1b5e7a904d36";

    private final LineJudge judge =
            new LineJudge(
                    InputFormats.builtIn(),
                    demo(),
                    InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z")),
                    Optional.empty());

    private static PolicyInForce demo() {
        PolicyDocument document = PolicyYaml.demo();
        return new PolicyInForce(
                new Hash(Sha256.of(PolicyNote.encode(document)).bytes()),
                PolicyReader.read(document));
    }

    private Passage.Judged judged(String format, String line) {
        Passage passage = judge.judge(1, format, line.getBytes(StandardCharsets.UTF_8));
        assertThat(passage).isInstanceOf(Passage.Judged.class);
        return (Passage.Judged) passage;
    }

    private static String transaction(String status, String headers, String value) {
        return "{\"x-type\":\"http_transaction\",\"date\":\"2026-11-22\",\"time\":\"09:31:12\","
                + "\"x-cs-timestamp\":\"1795339872\",\"cs-username\":\"m.vale@hospital.example.org\","
                + "\"x-cs-userip\":\"192.0.2.41\",\"cs-method\":\"POST\",\"cs-host\":\"claude.ai\","
                + "\"x-cs-uri-path\":\"/claudeai-rpc/anthropic.bard.api.v1alpha.ConversationService/PerformAction\","
                + "\"cs-bytes\":\"18120\",\"sc-bytes\":\"5240\",\"sc-status\":\""
                + status
                + "\",\"x-cs-app\":\"Anthropic Claude\",\"x-sr-headers-name\":\""
                + headers
                + "\",\"x-sr-headers-value\":\""
                + value
                + "\",\"x-cs-session-id\":\"5500112233\",\"x-transaction-id\":\"4410983371265500912\"}";
    }

    @Test
    void aSendThatPassedARestrictionToOneOrganisationIsThatOrganisations() {
        Passage.Judged ours =
                judged(
                        "netskope-transaction",
                        transaction("200", "anthropic-allowed-org-ids", OURS));
        assertThat(ours.destination().account()).isEqualTo(AccountKind.CORPORATE);
        assertThat(ours.coverage().state()).isEqualTo(CoverageState.COVERED);
        assertThat(ours.event().sessionId()).contains("5500112233");
        assertThat(Joins.open(ours)).isEmpty();
    }

    @Test
    void aRestrictionToSeveralOrARefusedRequestLeavesTheAccountOpen() {
        Passage.Judged several =
                judged(
                        "netskope-transaction",
                        transaction("200", "anthropic-allowed-org-ids", OURS + "," + OTHER));
        Passage.Judged refused =
                judged(
                        "netskope-transaction",
                        transaction("403", "anthropic-allowed-org-ids", OURS));

        assertThat(several.destination().account()).isEqualTo(AccountKind.UNKNOWN);
        assertThat(refused.destination().account()).isEqualTo(AccountKind.UNKNOWN);
        assertThat(refused.destination().reasons()).contains("TENANT_RESTRICTION_VIOLATION");
        assertThat(Joins.open(refused)).containsExactly(Joins.Open.ACCOUNT_OF_OTHER_REQUESTS);
    }

    @Test
    void withoutARestrictionTheJoinIsNamed() {
        Passage.Judged open = judged("netskope-transaction", transaction("200", "-", "-"));
        assertThat(open.destination().reasons()).contains("ACCOUNT_NOT_IN_RECORD");
        assertThat(Joins.open(open)).containsExactly(Joins.Open.ACCOUNT_OF_OTHER_REQUESTS);
        assertThat(JudgementJson.of(open, _ -> Optional.empty()).orElseThrow())
                .contains("\"joins\":[\"ACCOUNT_OF_OTHER_REQUESTS\"]");
    }

    @Test
    void aRestrictionHeaderInSquidsHeaderColumnsCounts() {
        String line =
                "1795345377.904   2210 192.0.2.57 TCP_MISS/200 7731 POST https://api.anthropic.com/v1/messages jokafor"
                        + " HIER_DIRECT/203.0.113.20 application/json"
                        + " [Host:%20api.anthropic.com%0D%0Aanthropic-allowed-org-ids:%20org_01ExAmPlE4Zt%0D%0A] []";
        Passage.Judged judged = judged("squid", line);
        assertThat(judged.destination().account()).isEqualTo(AccountKind.CORPORATE);
        assertThat(judged.destination().org()).contains("org_01ExAmPlE4Zt");
    }

    private static String netskope(String app, String activity) {
        return "{\"_id\":\"a41f\",\"record_type\":\"application\",\"timestamp\":1795339872,\"action\":\"allow\","
                + "\"activity\":\""
                + activity
                + "\",\"app\":\""
                + app
                + "\",\"user\":\"m.vale@hospital.example.org\",\"organization_unit\":\"Clinical/Oncology\","
                + "\"app_session_id\":\"6611\",\"userip\":\"192.0.2.41\",\"object\":\"list.xlsx\",\"hostname\":\"WS-4471\"}";
    }

    @Test
    void aDownloadFromAWatchedDriveIsAnEventWithoutAVerdictAboutAi() {
        Passage.Judged download = judged("netskope-events", netskope("Google Drive", "Download"));
        assertThat(download.destination().hostRole()).isEqualTo(HostRole.WATCHED);
        assertThat(download.destination().activity()).isEqualTo(Activity.DOWNLOAD);
        assertThat(download.destination().reasons())
                .containsExactly("WATCHED_DOWNLOAD", "WATCHED_DRIVE");
        assertThat(download.verdict().disposition()).isEqualTo(Disposition.PERMITTED);
        assertThat(download.coverage().reasons()).containsExactly("WATCHED_DOWNLOAD");
        assertThat(download.event().department()).contains("Clinical/Oncology");
        assertThat(download.event().sessionId()).contains("6611");
    }

    @Test
    void aRecordSystemIsToldFromADriveAndDefendersWordsCountToo() {
        Passage.Judged record = judged("netskope-events", netskope("athenahealth", "Export"));
        assertThat(record.destination().reasons()).contains("WATCHED_EHR");
        Passage.Judged defender =
                judged(
                        "defender-cloudappevents",
                        "{\"Timestamp\":\"2026-11-22T09:31:12.433Z\",\"ActionType\":\"FileDownloaded\","
                                + "\"Application\":\"Microsoft OneDrive for Business\","
                                + "\"AccountUpn\":\"m.vale@hospital.example.org\",\"IPAddress\":\"192.0.2.41\"}");
        assertThat(defender.destination().activity()).isEqualTo(Activity.DOWNLOAD);
    }

    @Test
    void otherActivitiesAndOtherApplicationsStayOutOfScope() {
        for (String line :
                new String[] {netskope("Google Drive", "Upload"), netskope("Wiki", "Download")}) {
            assertThat(judge.judge(1, "netskope-events", line.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(Passage.Counted.class);
        }
    }
}
