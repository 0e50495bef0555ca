package io.countersign.detectors.phi;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.phi.Decision.Answer;
import io.countersign.detectors.phi.Decision.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a hospital wants told apart: the prompts of the first user story.
class IssueScenariosTest {
    private static Decision decide(String text) {
        return inspect(text).decision();
    }

    private static Inspection inspect(String text) {
        return PhiDetector.standard()
                .inspect(List.of(new Text("prompt", text.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void aDeIdentifiedCaseSummaryIsNotPhi() {
        Decision decision =
                decide(
                        "Summarize this case: a 58-year-old man with type 2 diabetes and hypertension presented with chest"
                                + " pain. ECG showed ST elevation; he underwent PCI and was discharged on aspirin and"
                                + " metoprolol. What follow-up would you recommend?");
        assertThat(decision.answer()).isEqualTo(Answer.NO);
        assertThat(decision.reason()).isEqualTo(Reason.HEALTH_WITHOUT_IDENTITY);
    }

    @Test
    void theSameCaseWithNameAndMrnIsPhi() {
        Decision decision =
                decide(
                        "Summarize this case: Harold Finch (MRN 00482913), a 58-year-old man with type 2 diabetes and"
                                + " hypertension, presented with chest pain. ECG showed ST elevation; he underwent PCI.");
        assertThat(decision.answer()).isEqualTo(Answer.YES);
        assertThat(decision.reason()).isEqualTo(Reason.IDENTITY_AND_HEALTH);
    }

    @Test
    void codingFromChartNotesIsPhi() {
        assertThat(
                        decide(
                                        "Extract the ICD-10 codes from these chart notes. Pt: Harold Finch, DOB 04/12/1964. Dx: E11.9,"
                                                + " I10. A1c 8.2, continue metformin. Seen 03/02/2026 by Dr. Okafor.")
                                .answer())
                .isEqualTo(Answer.YES);
    }

    @Test
    void anAppointmentReminderWithNameAndVisitDateIsPhi() {
        Decision decision =
                decide(
                        "Write a friendly text message reminding Harold Finch of his appointment on March 12, 2026 at 9:30.");
        assertThat(decision.answer()).isEqualTo(Answer.YES);
        assertThat(decision.reason()).isEqualTo(Reason.IDENTITY_AND_VISIT);
    }

    @Test
    void theSameReminderWithAPlaceholderIsNotPhi() {
        Decision decision =
                decide(
                        "Write a friendly text message reminding [Patient] of their appointment on [Date] at [Time].");
        assertThat(decision.answer()).isEqualTo(Answer.NO);
        assertThat(decision.reason()).isEqualTo(Reason.DE_IDENTIFIED_PLACEHOLDERS);
        assertThat(decision.hints()).contains(Decision.Hint.PLACEHOLDERS);
    }

    @Test
    void deIdentifiedTrialTranscriptsAreNotPhi() {
        assertThat(
                        decide(
                                        "Interviewer: How did the study drug make you feel?\nSubject: The nausea went away after the second"
                                                + " week.\nInterviewer: And the headaches?\nSubject: Mild, maybe twice a month. XXX told me"
                                                + " to keep a diary.")
                                .answer())
                .isEqualTo(Answer.NO);
    }

    @Test
    void whoReceivesItDoesNotChangeWhatItIs() {
        assertThat(
                        decide(
                                        "Draft a discharge letter for Harold Finch, MRN 00482913, admitted with pneumonia on 2026-02-27.")
                                .answer())
                .isEqualTo(Answer.YES);
    }

    @Test
    void aTableOfVisitDatesZipsAndDiagnosesIsPhi() {
        Decision decision =
                decide(
                        "visit_date,zip,diagnosis\n2026-01-03,02139,E11.9\n2026-01-04,02141,I10\n2026-01-09,02138,J45.909\n");
        assertThat(decision.answer()).isEqualTo(Answer.YES);
        assertThat(decision.reason()).isEqualTo(Reason.QUASI_IDENTIFIERS_AND_HEALTH);
        assertThat(decision.hints()).contains(Decision.Hint.REIDENTIFICATION_RISK);
    }

    @Test
    void aCliniciansNameAloneIsNotAPatientsIdentity() {
        Decision decision =
                decide("What does Dr. Anders think about metformin in chronic kidney disease?");
        assertThat(decision.answer()).isEqualTo(Answer.NO);
        assertThat(decision.hints()).contains(Decision.Hint.CLINICIAN_NAMES_ONLY);
    }

    @Test
    void aRareDiagnosisWithStateAgeAndYearIsNotPhiButMaySingleOut() {
        for (String text :
                List.of(
                        "What were the options in 2021 for a 9-year-old girl from Montana with Hutchinson-Gilford progeria?",
                        "54-year-old man, Gaucher's disease, lives in Vermont, enzyme therapy since 2019. Dosing?",
                        "Dx E75.22, 41-year-old woman, ZIP3 036, seen 2022. Is eliglustat an option?",
                        "Summarize: stiff person syndrome in a 61 year old from Boise, ID in 2020.")) {
            Decision decision = decide(text);
            assertThat(decision.answer()).as(text).isEqualTo(Answer.NO);
            assertThat(decision.hints()).as(text).contains(Decision.Hint.REIDENTIFICATION_RISK);
        }
        assertThat(decide("Gaucher disease in a 54-year-old from Vermont in 2019?").reason())
                .isEqualTo(Reason.RARE_CONDITION_WITHOUT_IDENTITY);
    }

    @Test
    void aCommonDiagnosisOrARareOneOfNobodySinglesNobodyOut() {
        for (String text :
                List.of(
                        "A 54-year-old man from Vermont with type 2 diabetes in 2019: metformin?",
                        "How is Gaucher disease inherited?",
                        "Gaucher disease was described in 1882.",
                        "Review the 2020 guidelines on cystic fibrosis in children.")) {
            Decision decision = decide(text);
            assertThat(decision.answer()).as(text).isEqualTo(Answer.NO);
            assertThat(decision.hints())
                    .as(text)
                    .doesNotContain(Decision.Hint.REIDENTIFICATION_RISK);
        }
    }

    @Test
    void aRareDiagnosisWithANameIsPhiLikeAnyOther() {
        Decision decision =
                decide("Harold Finch, a 54-year-old from Vermont, has Gaucher disease since 2019.");
        assertThat(decision.answer()).isEqualTo(Answer.YES);
        assertThat(decision.reason()).isEqualTo(Reason.IDENTITY_AND_HEALTH);
    }

    @Test
    void cliniciansAmongHealthFactsAreSaidAsTheReason() {
        assertThat(
                        decide(
                                        "What does Dr. Anders think about metformin in chronic kidney disease?")
                                .reason())
                .isEqualTo(Reason.CLINICIANS_AND_HEALTH);
    }

    @Test
    void aWayToReachSomebodyBesideAHealthFactIsSaidAsTheReason() {
        assertThat(decide("The patient has pneumonia; reach her at (212) 555-0142.").reason())
                .isEqualTo(Reason.CONTACT_AND_HEALTH);
    }

    @Test
    void aRelativesNameIsTheirRoleAndPhi() {
        for (String text :
                List.of(
                        "The patient has asthma. Emergency contact: Laura Finch, (212) 555-0142.",
                        "Child with RSV; mother Laura Finch at bedside.",
                        "Pt with sepsis. Next of kin is Laura Finch.",
                        "He has COPD; please call Laura Finch (wife) after surgery.",
                        "her husband james carter reports fever")) {
            Inspection inspection = inspect(text);
            assertThat(inspection.decision().answer()).as(text).isEqualTo(Answer.YES);
            assertThat(inspection.decision().hints())
                    .as(text)
                    .contains(Decision.Hint.RELATIVE_NAMED);
            assertThat(inspection.findings())
                    .as(text)
                    .anyMatch(finding ->
                            finding.type().name().equals("NAME")
                                    && finding.evidence().contains("RELATIVE"));
        }
        assertThat(
                        inspect("Harold Finch has asthma. Mother of Harold Finch was called.")
                                .findings())
                .noneMatch(finding -> finding.evidence().contains("RELATIVE"));
    }

    @Test
    void everyReasonAndHintSaysInOneSentenceWhatItMeans() {
        for (Reason reason : Reason.values()) {
            assertThat(reason.meaning()).as(reason.name()).endsWith(".").doesNotContain("\n");
        }
        for (Decision.Hint hint : Decision.Hint.values()) {
            assertThat(hint.meaning()).as(hint.name()).endsWith(".").doesNotContain("\n");
        }
    }
}
