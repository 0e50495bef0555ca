package io.countersign.app.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.app.policy.InvalidPolicyFileException;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.policy.UpstreamDlpYaml;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.policy.PolicyNote;
import io.countersign.detectors.destination.Disposition;
import io.countersign.detectors.destination.Inspected;
import io.countersign.detectors.destination.Severity;
import io.countersign.schemas.Hash;
import io.countersign.schemas.PolicyDocument;
import io.countersign.sources.InputFormats;
import io.countersign.topology.policy.PolicyReader;
import io.countersign.topology.steps.Passage;
import io.countersign.topology.steps.PolicyInForce;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lines as Zscaler, Netskope, Umbrella, ProxySG, FortiGate and Cloudflare write them where their
/// own DLP found something and the line carries no text.
class SourceDlpDecidesAsTheSiteMapsItTest {
    private static final String REGISTER =
            """
            policy: 2026-11-20.1
            organisation: {name: Hospital Example, domains: [hospital.example.org]}
            complete: true
            agreements: []
            """;

    private static final String ROWS =
            """
            upstream_dlp:
              - {source: zscaler-nss-web, engine: hipaa, dictionary: MRN Numbers, phi: [MRN], likelihood: very_likely}
              - {source: zscaler-nss-web, dictionary: Names, phi: [NAME], likelihood: likely}
              - {source: zscaler-nss-web, dictionary: Diseases, phi: [DIAGNOSIS], likelihood: likely, from_hits: 3}
              - {source: zscaler-nss-web, dictionary: Source Code, phi: [], likelihood: certain}
              - {prompt_class: Medical, phi: [DIAGNOSIS], likelihood: likely}
              - {engine: HIPAA, dictionary: MRN with name, phi: [MRN, NAME], likelihood: very_likely}
              - {source: umbrella-proxy, engine: DLP, dictionary: BLOCKED, phi: [NAME, DIAGNOSIS], likelihood: likely}
              - {source: proxysg-elff, engine: DLP, phi: [NAME, DIAGNOSIS], likelihood: likely}
              - {source: fortinet-web, engine: phi-profile, phi: [MRN], likelihood: very_likely}
              - {source: cloudflare-gateway-http, dictionary: Watch PHI, phi: [MRN], likelihood: very_likely}
            """;

    private static final String ZSCALER =
            """
            {"version":"v9","sourcetype":"zscalernss-web","event":{"time":"Sun Nov 22 09:31:12 2026","tz":"GMT",\
            "epochtime":"1795339872","recordid":"7719003451122900481","login":"j.okafor@hospital.example.org",\
            "action":"Allowed","reqmethod":"POST","respcode":"200","host":"chat.deepseek.com",\
            "url":"chat.deepseek.com/api/v0/chat/completion","reqsize":"19204","reqdatasize":"17400","respsize":"2310",\
            "cltip":"192.0.2.57","dlpeng":"%s","dlpdict":"%s","dlpdicthitcount":"%s"%s}}\
            """;

    private static final String NETSKOPE =
            """
            {"_id":"a41f09c27be3d85510c6e2f4","record_type":"alert","timestamp":1795339872,"alert":"yes","alert_type":"DLP",\
            "action":"useralert","activity":"Post","app":"DeepSeek","user":"m.vale@hospital.example.org",\
            "dlp_profile":"HIPAA","dlp_rule":"MRN with name","dlp_rule_count":2,"userip":"192.0.2.41",\
            "url":"chat.deepseek.com/api/v0/chat/completion","client_bytes":18120}\
            """;

    private static final String UMBRELLA =
            """
            "2026-11-22 09:31:12","Okafor, J (j.okafor@hospital.example.org)","192.0.2.57","198.51.100.9","203.0.113.20",\
            "application/json","BLOCKED","https://chat.deepseek.com/api/v0/chat/completion","","Mozilla/5.0","403","18120",\
            "512","100","","Generative AI","","","","","","AD Users","","Okafor, J (j.okafor@hospital.example.org)",\
            "AD Users","POST","BLOCKED","","","1","1","","","\"\
            """;

    private static final String PROXYSG =
            """
            #Fields: date time time-taken c-ip cs-username sc-filter-result sc-status s-action cs-method cs-uri-scheme cs-host cs-uri-port cs-uri-path sc-bytes cs-bytes x-data-leak-detected
            2026-11-22 09:31:12 318 192.0.2.57 jokafor OBSERVED 200 TCP_NC_MISS POST https chat.deepseek.com 443 /api/v0/chat/completion 5240 18120 yes\
            """;

    private static final String FORTINET =
            """
            date=2026-11-22 time=04:31:12 eventtime=1795339872481920331 tz="-0500" logid="0954024576" type="utm" \
            subtype="dlp" eventtype="dlp" level="warning" sessionid=90417733 user="JOKAFOR" srcip=192.0.2.57 \
            dstip=203.0.113.20 dstport=443 service="HTTPS" hostname="chat.deepseek.com" action="log-only" \
            url="/api/v0/chat/completion" httpmethod="POST" profile="phi-profile" dlpextra="mrn-sensor" sentbyte=18120\
            """;

    private static final String CLOUDFLARE =
            """
            {"Datetime":"2026-11-22T09:31:12Z","Email":"j.okafor@hospital.example.org","HTTPHost":"chat.deepseek.com",\
            "URL":"https://chat.deepseek.com/api/v0/chat/completion","HTTPMethod":"POST","HTTPStatusCode":200,\
            "Action":"allow","SourceIP":"192.0.2.57","PolicyName":"Watch PHI","ForensicCopyStatus":"success"}\
            """;

    private static PolicyInForce policy(Optional<String> rows) throws InvalidPolicyFileException {
        PolicyDocument document =
                PolicyYaml.ofTexts(REGISTER, Optional.empty(), Optional.empty(), rows);
        return new PolicyInForce(
                new Hash(Sha256.of(PolicyNote.encode(document)).bytes()),
                PolicyReader.read(document));
    }

    private static Passage.Judged judged(Optional<String> rows, String format, String line)
            throws InvalidPolicyFileException {
        LineJudge judge =
                new LineJudge(
                        InputFormats.builtIn(),
                        policy(rows),
                        InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z")),
                        Optional.empty());
        Passage passage = judge.judge(1, format, line.getBytes(StandardCharsets.UTF_8));
        assertThat(passage).isInstanceOf(Passage.Judged.class);
        return (Passage.Judged) passage;
    }

    private static String line(String source) {
        return switch (source) {
            case "zscaler-nss-web" -> ZSCALER.formatted("HIPAA", "MRN Numbers|Names", "2|1", "");
            case "netskope-alerts" -> NETSKOPE;
            case "umbrella-proxy" -> UMBRELLA;
            case "proxysg-elff" -> PROXYSG;
            case "fortinet-web" -> FORTINET;
            default -> CLOUDFLARE;
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zscaler-nss-web",
                "netskope-alerts",
                "proxysg-elff",
                "fortinet-web",
                "cloudflare-gateway-http"
            })
    void mappedNamesOfIdentityAndHealthAreAViolationThatIsLessGraveThanOurOwnReading(String source)
            throws InvalidPolicyFileException {
        Passage.Judged judged = judged(Optional.of(ROWS), source, line(source));

        assertThat(judged.content().inspected()).isEqualTo(Inspected.BY_SOURCE);
        assertThat(judged.content().phi()).contains(true);
        assertThat(judged.verdict().disposition()).isEqualTo(Disposition.VIOLATION);
        assertThat(judged.verdict().severity()).isEqualTo(Severity.MEDIUM);
        assertThat(judged.verdict().reasons()).contains("PHI_REPORTED_BY_SOURCE");
        assertThat(judged.content().source().unmapped()).isEmpty();
        assertThat(JudgementJson.of(judged, _ -> Optional.empty()).orElseThrow())
                .contains("\"origin\":\"SOURCE\"");
    }

    @Test
    void whatTheProxyStoppedIsForReview() throws InvalidPolicyFileException {
        Passage.Judged judged = judged(Optional.of(ROWS), "umbrella-proxy", UMBRELLA);

        assertThat(judged.content().phi()).contains(true);
        assertThat(judged.verdict().disposition()).isEqualTo(Disposition.REVIEW);
        assertThat(judged.verdict().reasons()).contains("PHI_REPORTED_BY_SOURCE", "BLOCKED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zscaler-nss-web",
                "netskope-alerts",
                "umbrella-proxy",
                "proxysg-elff",
                "fortinet-web",
                "cloudflare-gateway-http"
            })
    void withoutARowTheEventIsForReviewAndTheNameIsListedWithItsCount(String source)
            throws InvalidPolicyFileException {
        Passage.Judged judged = judged(Optional.empty(), source, line(source));
        JudgeSummary summary = new JudgeSummary();
        summary.add(judged);
        summary.add(judged);

        assertThat(judged.content().inspected()).isEqualTo(Inspected.BY_SOURCE);
        assertThat(judged.content().reason()).isEqualTo("SOURCE_FINDING_NOT_MAPPED");
        assertThat(judged.verdict().disposition()).isEqualTo(Disposition.REVIEW);
        assertThat(summary.unmappedNames()).isNotEmpty().containsValue(2L);
        assertThat(summary.unmappedNames().keySet()).allMatch(name -> name.startsWith(source));
    }

    @Test
    void identityAloneHealthAloneTooFewHitsOrALowLikelihoodIsForReview()
            throws InvalidPolicyFileException {
        for (String dictionaries : new String[] {"Names", "Diseases"}) {
            Passage.Judged judged =
                    judged(
                            Optional.of(ROWS),
                            "zscaler-nss-web",
                            ZSCALER.formatted("HIPAA", dictionaries, "9", ""));
            assertThat(judged.content().phi()).as(dictionaries).isEmpty();
            assertThat(judged.verdict().disposition()).isEqualTo(Disposition.REVIEW);
        }
        Passage.Judged fewHits =
                judged(
                        Optional.of(ROWS),
                        "zscaler-nss-web",
                        ZSCALER.formatted("HIPAA", "Names|Diseases", "1|2", ""));
        assertThat(fewHits.content().phi()).isEmpty();
        assertThat(fewHits.content().source().unmapped()).isEmpty();
        Passage.Judged enough =
                judged(
                        Optional.of(ROWS),
                        "zscaler-nss-web",
                        ZSCALER.formatted("HIPAA", "Names|Diseases", "1|3", ""));
        assertThat(enough.content().phi()).contains(true);
    }

    @Test
    void theClassOfAPromptCountsBesideADictionaryAndAKnownHarmlessNameIsNotListed()
            throws InvalidPolicyFileException {
        Passage.Judged judged =
                judged(
                        Optional.of(ROWS),
                        "zscaler-nss-web",
                        ZSCALER.formatted(
                                "HIPAA|PCI",
                                "Names|Source Code",
                                "1|4",
                                ",\"prompt_class\":\"Medical\""));

        assertThat(judged.event().promptClass()).contains("Medical");
        assertThat(judged.content().phi()).contains(true);
        assertThat(judged.content().source().unmapped()).isEmpty();
    }

    @Test
    void aPromptThatWeReadInFullStaysOursWhateverTheSourceSaysBesideIt()
            throws InvalidPolicyFileException {
        String prompt =
                ",\"prompt_req\":\"Summarise: Maria Lindqvist, MRN 48213377, admitted with pneumonia\"";
        Passage.Judged judged =
                judged(
                        Optional.of(ROWS),
                        "zscaler-nss-web",
                        ZSCALER.formatted("HIPAA", "MRN Numbers", "1", prompt));

        assertThat(judged.content().phi()).contains(true);
        assertThat(judged.content().phiBySource()).isFalse();
        assertThat(judged.verdict().severity()).isEqualTo(Severity.HIGH);
        assertThat(judged.verdict().reasons()).doesNotContain("PHI_REPORTED_BY_SOURCE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "upstream_dlp:\n  - {phi: [MRN], likelihood: likely}\n",
                "upstream_dlp:\n  - {engine: HIPAA, likelihood: likely}\n",
                "upstream_dlp:\n  - {engine: HIPAA, phi: [SECRET], likelihood: likely}\n",
                "upstream_dlp:\n  - {engine: HIPAA, phi: [MRN], likelihood: sure}\n",
                "upstream_dlp:\n  - {engine: HIPAA, phi: [MRN], likelihood: likely, form_hits: 2}\n",
                "upstream_dlp:\n  - {engine: A, phi: [], likelihood: likely}\n  - {engine: a, phi: [], likelihood: likely}\n",
            })
    void aRowThatSaysTooLittleOrContradictsAnotherIsRefusedWithItsPlace(String rows) {
        assertThatThrownBy(() -> policy(Optional.of(rows)))
                .isInstanceOf(InvalidPolicyFileException.class)
                .hasMessageContaining("upstream-dlp.yaml");
    }

    @Test
    void theExampleThatInitWritesIsInOrder() throws InvalidPolicyFileException {
        assertThat(policy(Optional.of(UpstreamDlpYaml.EXAMPLE)).policy().upstreamDlp().rows())
                .isEmpty();
        String filled =
                UpstreamDlpYaml.EXAMPLE
                        .replace("# upstream_dlp:\n", "upstream_dlp:\n")
                        .replace("#   - {", "  - {")
                        .replace("upstream_dlp: []\n", "");
        assertThat(policy(Optional.of(filled)).policy().upstreamDlp().rows()).hasSize(8);
    }
}
