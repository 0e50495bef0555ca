package io.countersign.app.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.chain.CaseGrammar;
import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.forensics.cases.CaseStep;
import io.countersign.forensics.cases.Outcome;
import io.countersign.forensics.cases.Place;
import io.countersign.forensics.cases.StepEntry;
import io.countersign.schemas.ApprovalPart;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.DecisionEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens to a case's steps where the log does not take them, or somebody else was faster.
class StepsGetOnRecordOnceTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    @TempDir private Path directory = Path.of("");

    private final List<StepEntry> asked = new ArrayList<>();
    private boolean taken = true;

    private CaseDesk desk() throws IOException {
        return new CaseDesk(
                directory.resolve("cases"),
                "2026-014",
                EvidenceKeys.open(
                        directory.resolve("keys"), EvidenceKeys.Missing.CREATE, new SecureRandom()),
                step -> {
                    asked.add(step);
                    return taken
                            ? Optional.of(
                                    new EntryRef(
                                            "audit.entry.v1/0@1",
                                            (long) asked.size(),
                                            new Hash(new byte[32])))
                            : Optional.empty();
                });
    }

    @Test
    void aStepThatTheLogDidNotTakeIsAskedForAgainAsItStands() throws IOException {
        taken = false;
        assertThatThrownBy(() -> desk().add(step(0, CaseGrammar.OPENED)))
                .isInstanceOf(CaseRefusedException.class)
                .hasMessageContaining("asked for again");
        assertThatThrownBy(() -> desk().read()).isInstanceOf(CaseRefusedException.class);

        taken = true;
        assertThat(desk().read()).hasSize(1);
        assertThat(desk().read()).hasSize(1);

        assertThat(asked).hasSize(3);
        assertThat(asked).containsOnly(asked.getFirst());
    }

    @Test
    void ofTwoThatAddTheSameStepOneDoes() throws IOException {
        desk().add(step(0, CaseGrammar.OPENED));
        CaseStep note = step(1, CaseGrammar.NOTE);
        desk().add(note);

        assertThatThrownBy(() -> desk().add(note))
                .isInstanceOf(CaseRefusedException.class)
                .hasMessageContaining("another command");
    }

    @Test
    void aProposalFallsWhereEventsComeAfterIt() throws IOException {
        desk().add(step(0, CaseGrammar.OPENED));
        desk().add(proposal(1));
        assertThat(desk().factsOfProposal()).contains("outcome BREACH", "entries 0");

        desk().add(
                        new CaseStep(
                                2,
                                CaseGrammar.ENTRIES,
                                "p.officer",
                                NOW,
                                "",
                                List.of(new Place("audit.entry.v1/0@1", 7, "ab".repeat(32))),
                                Optional.empty(),
                                Optional.empty(),
                                Map.of()));

        assertThatThrownBy(() -> desk().factsOfProposal())
                .isInstanceOf(CaseRefusedException.class)
                .hasMessageContaining("propose again");
    }

    @Test
    void aDecisionSignsTheTextOfItsProposalAndUsesARequestOnce() throws IOException {
        desk().add(step(0, CaseGrammar.OPENED));
        desk().add(proposal(1));
        ApprovalPart approval =
                new ApprovalPart(
                        "request-1",
                        NOW.toEpochMilli(),
                        NOW.plusSeconds(60).toEpochMilli(),
                        new Hash(new byte[32]),
                        List.of("a+00000001+AQ==", "b+00000002+AQ=="),
                        List.of("AQ==", "AQ=="));
        desk().decide("p.officer", approval);

        assertThat(desk().read().getLast())
                .satisfies(step -> {
                    assertThat(step.act()).isEqualTo(CaseGrammar.DECISION);
                    assertThat(step.outcome()).contains(Outcome.BREACH);
                    assertThat(step.text()).isEqualTo("an invented text");
                });
        desk().add(proposal(3));
        assertThatThrownBy(() -> desk().decide("p.officer", approval))
                .isInstanceOf(CaseRefusedException.class)
                .hasMessageContaining("before");
    }

    @Test
    void whatIsAskedForHasTheFormOfAnEntry() throws IOException {
        desk().add(step(0, CaseGrammar.OPENED));
        desk().add(proposal(1));

        for (StepEntry step : asked) {
            DecisionEntry decision = ((StepEntry.Step) step).entry();
            assertThat(faults(decision)).isEmpty();
            assertThat(faults(changed(decision, "2026-014", 9, CaseGrammar.OPENED)))
                    .contains("decision.step");
            assertThat(faults(changed(decision, "Dana Quill", 9, CaseGrammar.NOTE)))
                    .contains("decision.caseId");
        }
    }

    private static DecisionEntry changed(DecisionEntry from, String id, long step, String act) {
        return new DecisionEntry(
                id, step, act, from.getPerson(), null, 0L, null, from.getText(), null);
    }

    private static List<String> faults(DecisionEntry decision) {
        return EntryGrammar.faults(
                AuditEntry.newBuilder()
                        .setKind(EntryKind.DECISION)
                        .setChain("audit.entry.v1/0@1")
                        .setSeq(0)
                        .setPrev(new Hash(new byte[32]))
                        .setIncarnation(new Incarnation(new byte[16]))
                        .setTimeMillis(NOW.toEpochMilli())
                        .setDecision(decision)
                        .build());
    }

    private static CaseStep step(long number, String act) {
        return CaseStep.of(number, act, "p.officer", NOW, "an invented text");
    }

    private static CaseStep proposal(long number) {
        return new CaseStep(
                number,
                CaseGrammar.PROPOSAL,
                "p.officer",
                NOW,
                "an invented text",
                List.of(),
                Optional.empty(),
                Optional.of(Outcome.BREACH),
                Map.of());
    }
}
