package io.countersign.app.demo;

import java.util.List;

/// What people of the hospital type and what models answer. `{name}`, `{mrn}`, `{born}`, `{phone}`,
/// `{mail}` stand for a patient, `{date}` for a day two weeks ahead, `{seen}` for the day before.
final class Texts {
    /// Clinical, but of nobody.
    static final String CASE_SUMMARY =
            "Summarise this case for a teaching round: a patient in the sixties with atrial fibrillation"
                    + " and type 2 diabetes, on apixaban and metformin, presented with melaena. Haemoglobin"
                    + " 8.1 g/dL, INR 1.1. What should be checked before the anticoagulant is resumed?";

    /// The same, of somebody.
    static final String CASE_SUMMARY_NAMED =
            "Summarise this case for a teaching round: {name}, MRN {mrn}, with atrial fibrillation and"
                    + " type 2 diabetes, on apixaban and metformin, presented with melaena. Haemoglobin"
                    + " 8.1 g/dL, INR 1.1. What should be checked before the anticoagulant is resumed?";

    static final String REMINDER =
            "Write a friendly reminder: {name} has a cardiology appointment on {date} at 9:40 am and"
                    + " should bring the list of current medicines.";

    static final String REMINDER_PLACEHOLDER =
            "Write a friendly reminder: [Patient] has a cardiology appointment on [Date] at [Time] and"
                    + " should bring the list of current medicines.";

    static final List<String> PHI_PROMPTS =
            List.of(
                    "Draft a discharge letter for {name}, MRN {mrn}, born {born}, admitted on {seen} with"
                            + " community-acquired pneumonia, discharged on amoxicillin 1 g three times a day.",
                    "Handover for tonight: {name} (DOB {born}, MRN {mrn}), day 2 after hip replacement,"
                            + " pain 3/10, enoxaparin given at 18:00. Please shorten to three lines.",
                    "Patient {name}, phone {phone}, e-mail {mail}, asks whether the biopsy result of {seen} is"
                            + " back. Write a kind answer that the oncologist will call.",
                    "Translate into Spanish for the patient {name}, MRN {mrn}: your blood sugar was high at"
                            + " the visit on {seen}; please take metformin twice a day.",
                    "Letter to the insurer for {name}, born {born}, medical record {mrn}: prior"
                            + " authorisation for MRI of the lumbar spine, radiculopathy L5 since six weeks.");

    static final List<String> CHART_NOTES =
            List.of(
                    "Extract ICD-10-CM codes. Patient: {name}, MRN {mrn}, DOB {born}. Seen {seen}. Type 2"
                            + " diabetes with diabetic nephropathy, hypertension. Creatinine 1.8 mg/dL."
                            + " Plan: lisinopril 10 mg, recheck in six weeks.",
                    "Extract ICD-10-CM codes. MRN {mrn}, {name}. Seen {seen} for acute exacerbation of"
                            + " COPD, treated with prednisone and nebulisers, sent home after four hours.",
                    "Extract ICD-10-CM codes. {name}, born {born}, MRN {mrn}. Closed fracture of the distal"
                            + " radius, left, after a fall on {seen}. Cast applied.");

    static final List<String> ICD_ANSWERS =
            List.of("E11.21, I12.9, N18.32", "J44.1", "S52.502A, W19.XXXA");

    static final List<String> TRIAL_TRANSCRIPTS =
            List.of(
                    "Code the adverse events in this interview. Interviewer: How was week four? Subject:"
                            + " Some nausea after the second dose, nothing else. Interviewer: Grade? Subject:"
                            + " Mild, it went away.",
                    "Code the adverse events in this interview. Subject: I had headaches on two mornings."
                            + " Interviewer: Did you take anything? Subject: Paracetamol, once.",
                    "Summarise arm B: 41 subjects, median age 58, 7 with grade 2 fatigue, none withdrew.");

    /// Ordinary work, no patient in it.
    static final List<String> HARMLESS_PROMPTS =
            List.of(
                    "Explain the difference between HFrEF and HFpEF in two paragraphs for a new nurse.",
                    "Make this e-mail more polite: the room plan for next week is late again.",
                    "Which vaccines are live vaccines? Give a table.",
                    "Rewrite as bullet points: hand hygiene before and after contact, gloves for fluids.",
                    "Formula for corrected calcium?",
                    "Write a rota template for a ward of six nurses and three shifts.",
                    "What does the CHA2DS2-VASc score measure?",
                    "Suggest five titles for a poster about falls on stairs.");

    static final List<String> HARMLESS_ANSWERS =
            List.of(
                    "In HFrEF the ejection fraction is reduced, in HFpEF it is preserved.",
                    "Certainly. Here is a version with a friendlier opening.",
                    "Measles, mumps, rubella, varicella, rotavirus, yellow fever.",
                    "Here is a table that you can adapt.");

    private Texts() {}
}
