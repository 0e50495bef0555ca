package io.countersign.app.reevaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.demo.SampleDay;
import io.countersign.app.demo.SampleRecord;
import io.countersign.app.judge.LineJudge;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.evidence.EvidenceOpener;
import io.countersign.audit.evidence.EvidenceSealer;
import io.countersign.audit.evidence.Opening;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.Inspected;
import io.countersign.sources.Content;
import io.countersign.sources.InputFormats;
import io.countersign.topology.alerts.Reevaluation;
import io.countersign.topology.alerts.Reinspection;
import io.countersign.topology.policy.PolicyReader;
import io.countersign.topology.steps.EvidenceContents;
import io.countersign.topology.steps.Inspect;
import io.countersign.topology.steps.Passage;
import io.countersign.topology.steps.PolicyInForce;
import io.countersign.topology.steps.Protect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The golden day, judged by the steps of the audit topology: judged again by the same policy, or
/// read again by the same detectors, nothing of it changes; what other detectors overlooked or saw
/// too much of comes back to what today's see.
class TheSameRulesChangeNothingTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final PolicyInForce POLICY =
            new PolicyInForce(JudgedEvents.hash(9), PolicyReader.read(PolicyYaml.demo()));

    private static final String GATEWAY =
            """
            policy: 2026-11-20.1
            organisation: {name: Hospital Example, domains: [hospital.example.org]}
            complete: true
            agreements:
              - {id: gateway, services: [microsoft.api-management], plan: azure, party: site, baa: {signed: 2026-01-10}, valid_from: 2026-01-10, resources: [clinic]}
            """;

    private static final String APIM =
            """
            {"time":"2026-11-22T09:31:12Z","category":"GatewayLogs","callerIpAddress":"192.0.2.57","truncated":0,\
            "correlationId":"c-1","properties":{"method":"POST","url":"https://clinic.azure-api.net/openai/deployments/d1/chat/completions",\
            "backendUrl":"https://BACKEND/chat/completions","responseCode":200,"requestSize":611,"responseSize":90,\
            "requestBody":"{\\"messages\\": [{\\"role\\": \\"user\\", \\"content\\": \\"Patient Dana Quill, MRN 48213377, sepsis.\\"}]}"}}\
            """;

    @TempDir Path folder;

    private record Chained(EventEntry entry, Optional<EvidenceEnvelope> evidence, long seq) {
        EntryRef reference() {
            return new EntryRef(JudgedEvents.CHAIN, seq, JudgedEvents.hash(1));
        }
    }

    private final List<Chained> day = new ArrayList<>();
    private Protect protect;
    private EvidenceOpener opener;
    private Reinspection reinspection;

    @BeforeEach
    void aDayIsJudged() throws Exception {
        SecureRandom random = new SecureRandom();
        TokenKeys tokens = TokenKeys.loadOrCreate(folder.resolve("tokens"), random);
        EvidenceKeys keys =
                EvidenceKeys.open(folder.resolve("evidence"), EvidenceKeys.Missing.CREATE, random);
        protect = new Protect(tokens, new EvidenceSealer(keys, random));
        LineJudge judge =
                new LineJudge(
                        InputFormats.builtIn(),
                        POLICY,
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        Optional.empty());
        for (SampleRecord record : SampleDay.of(NOW).records()) {
            if (judge.judge(day.size(), record.format(), record.sourceId(), record.value())
                    instanceof Passage.Judged judged) {
                Protect.Protected chained = protect.protect(judged, JudgedEvents.CHAIN, day.size());
                day.add(new Chained(chained.entry(), chained.envelope(), day.size()));
            }
        }
        opener = new EvidenceOpener(keys);
        reinspection = new Reinspection(new Inspect(), tokens);
        assertThat(day).hasSizeGreaterThan(100);
        assertThat(day).filteredOn(one -> one.evidence().isPresent()).hasSizeGreaterThan(20);
    }

    @Test
    void judgedAgainByTheSamePolicyEachEntryStaysAsItIs() {
        for (Chained one : day) {
            EventEntry again = Reevaluation.judged(one.entry(), POLICY).orElse(one.entry());
            String what = "entry " + one.seq();
            assertThat(again.getDisposition()).as(what).isEqualTo(one.entry().getDisposition());
            assertThat(again.getSeverity()).as(what).isEqualTo(one.entry().getSeverity());
            assertThat(again.getCoverage().getState())
                    .as(what)
                    .isEqualTo(one.entry().getCoverage().getState());
            assertThat(again.getCoverage().getReasons())
                    .as(what)
                    .isEqualTo(one.entry().getCoverage().getReasons());
            assertThat(new HashSet<>(again.getReasons()))
                    .as(what)
                    .isEqualTo(new HashSet<>(one.entry().getReasons()));
        }
    }

    /// The hospital's own gateway, covered by its row, hands the prompt on to a vendor that signs
    /// nothing. Only the backend's address in the record tells.
    @Test
    void aWeakLinkBehindAGatewayIsStillThereWhenItIsJudgedAgain() throws Exception {
        PolicyInForce policy =
                new PolicyInForce(
                        JudgedEvents.hash(8),
                        PolicyReader.read(PolicyYaml.ofText("baa.yaml", GATEWAY)));
        LineJudge judge =
                new LineJudge(
                        InputFormats.builtIn(),
                        policy,
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        Optional.empty());
        for (String backend : List.of("api.deepseek.com", "clinic.azure-api.net")) {
            byte[] line = APIM.replace("BACKEND", backend).getBytes(StandardCharsets.UTF_8);
            Passage.Judged judged =
                    (Passage.Judged) judge.judge(0, "azure-openai-apim", "gateway", line);
            EventEntry entry = protect.protect(judged, JudgedEvents.CHAIN, 0).entry();

            EventEntry again = Reevaluation.judged(entry, policy).orElseThrow();

            assertThat(entry.getCoverage().getState())
                    .isEqualTo(
                            backend.equals("api.deepseek.com")
                                    ? Coverage.NOT_COVERED
                                    : Coverage.COVERED);
            assertThat(again.getCoverage()).isEqualTo(entry.getCoverage());
            assertThat(again.getDisposition()).isEqualTo(entry.getDisposition());
        }
    }

    @Test
    void readAgainByTheSameDetectorsEachEntryStaysAsItIs() {
        for (Chained one : day) {
            contents(one)
                    .ifPresent(text ->
                            assertThat(look(one, one.entry(), text))
                                    .as("entry " + one.seq())
                                    .isInstanceOfAny(
                                            Reinspection.Outcome.Same.class,
                                            Reinspection.Outcome.LessSeen.class));
        }
    }

    @Test
    void whatWasOverlookedIsFoundAndTheSecondTimeNothingIsNew() {
        List<Chained> violations =
                day.stream()
                        .filter(one -> one.entry().getDisposition() == Disposition.VIOLATION)
                        .filter(one ->
                                one.entry().getContent().getInspected() == Inspected.FULL
                                        && one.evidence().isPresent())
                        .toList();
        assertThat(violations).isNotEmpty();
        for (Chained one : violations) {
            EventEntry blind = overlooked(one.entry());
            List<Content> text = contents(one).orElseThrow();

            assertThat(look(one, blind, text))
                    .isInstanceOfSatisfying(
                            Reinspection.Outcome.Changed.class,
                            changed -> {
                                EventEntry revised = changed.amendment().getRevised();
                                assertThat(changed.amendment().getBasis())
                                        .isEqualTo("DETECTORS_CHANGED");
                                assertThat(changed.amendment().getChanged())
                                        .contains("CONTENT", "DISPOSITION");
                                assertThat(revised.getDisposition())
                                        .isEqualTo(Disposition.VIOLATION);
                                assertThat(revised.getContent())
                                        .isEqualTo(one.entry().getContent());
                                assertThat(revised.getSubjects())
                                        .isEqualTo(one.entry().getSubjects());
                                assertThat(revised.getEvidence()).isEmpty();
                                assertThat(look(one, revised, text))
                                        .isEqualTo(new Reinspection.Outcome.Same());
                                assertThat(look(one, blind, text)).isEqualTo(changed);
                            });
        }
    }

    @Test
    void whatWasTakenForPhiAndIsNoneIsPermitted() {
        Chained one =
                day.stream()
                        .filter(chained ->
                                chained.entry().getDisposition() == Disposition.VIOLATION
                                        && chained.entry().getContent().getInspected()
                                                == Inspected.FULL)
                        .findFirst()
                        .orElseThrow();
        List<Content> harmless =
                List.of(
                        new Content(
                                Content.Role.PROMPT,
                                "prompt",
                                "How do I sort a list?".getBytes(StandardCharsets.UTF_8)));

        assertThat(look(one, one.entry(), harmless))
                .isInstanceOfSatisfying(
                        Reinspection.Outcome.Changed.class,
                        changed -> {
                            EventEntry revised = changed.amendment().getRevised();
                            assertThat(revised.getDisposition()).isEqualTo(Disposition.PERMITTED);
                            assertThat(revised.getSubjects()).isEmpty();
                        });
    }

    @Test
    void evidenceThatIsNoneOfOursIsNoText() {
        assertThat(EvidenceContents.decode(new byte[] {9, 0, 0, 0, 0, 0, 0})).isEmpty();
        assertThat(EvidenceContents.decode(new byte[] {0, 0, 5, 1})).isEmpty();
        assertThat(EvidenceContents.decode(new byte[] {0, 0, 0, -1, -1, -1, -1})).isEmpty();
        assertThat(EvidenceContents.decode(new byte[0])).contains(List.of());
    }

    /// As detectors that find nothing would have left it.
    private static EventEntry overlooked(EventEntry entry) {
        ContentPart content = entry.getContent();
        EventEntry blind = new EventEntry();
        for (int i = 0; i < entry.getSchema().getFields().size(); i++) {
            blind.put(i, entry.get(i));
        }
        JudgedEvents.set(
                blind,
                "content",
                new ContentPart(
                        Inspected.FULL,
                        "",
                        content.getBytesInspected(),
                        false,
                        "NOTHING_FOUND",
                        List.of(),
                        List.of(),
                        null));
        JudgedEvents.set(blind, "subjects", List.of());
        return JudgedEvents.set(blind, "disposition", Disposition.PERMITTED);
    }

    private Reinspection.Outcome look(Chained one, EventEntry standing, List<Content> text) {
        return reinspection.of(one::reference, standing, text, POLICY, NOW);
    }

    private Optional<List<Content>> contents(Chained one) {
        if (one.evidence().isEmpty()) {
            return Optional.empty();
        }
        Opening opening =
                opener.open(
                        JudgedEvents.CHAIN,
                        one.seq(),
                        one.entry().getEvidence().orElseThrow(),
                        one.evidence().get());
        return EvidenceContents.decode(((Opening.Opened) opening).plaintext());
    }
}
