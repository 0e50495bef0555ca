package io.countersign.bench.traffic;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// What people type. A text with a patient names a patient and says something of their health; a
/// harmless one names nobody.
final class Texts {
    private static final DateTimeFormatter AMERICAN =
            DateTimeFormatter.ofPattern("MMMM d, uuuu", Locale.US);

    private static final List<String> WITH_PATIENT =
            List.of(
                    "Please draft the discharge letter for {name}, MRN {mrn}, born {born}. Admitted {seen}"
                            + " with pneumonia, home on amoxicillin for five more days.",
                    "Shorten this handover to four lines: {name}, DOB {born}, MRN {mrn}, second day after"
                            + " knee replacement, walks with a frame, enoxaparin at 18:00.",
                    "Write to the insurer for {name}, medical record {mrn}, born {born}: an MRI of the"
                            + " lumbar spine is needed, radiculopathy for eight weeks.",
                    "Translate for my patient {name}, MRN {mrn}: at the visit on {seen} your sugar was"
                            + " high, please take metformin with breakfast and dinner.",
                    "Summarise the session of {seen} with {name}, MRN {mrn}, born {born}: sleeps badly,"
                            + " panic attacks twice a week, sertraline raised to 100 mg.");

    private static final List<String> ASKS =
            List.of(
                    "Explain in plain words",
                    "Give me a table about",
                    "Write a short quiz on",
                    "List five points about",
                    "What should a new colleague know about",
                    "Draft a poster on",
                    "Write a friendly reminder to the team about",
                    "Compare two approaches to",
                    "Make a checklist for",
                    "Suggest a title for a talk on",
                    "Rewrite as bullet points a page about",
                    "What are common mistakes with");

    private static final List<String> TOPICS =
            List.of(
                    "hand hygiene",
                    "the difference between viral and bacterial infections",
                    "preventing falls",
                    "reading an ECG",
                    "the holiday rota",
                    "the new coffee machine",
                    "corrected calcium",
                    "live vaccines",
                    "spreadsheet formulas",
                    "meeting minutes",
                    "a birthday card for the ward",
                    "lifting heavy loads",
                    "how beta blockers work",
                    "writing clear e-mails",
                    "wound dressings",
                    "project plans",
                    "pressure ulcers",
                    "interview questions",
                    "statistics for beginners",
                    "healthy lunches",
                    "sepsis bundles",
                    "noise on wards",
                    "shift work and sleep",
                    "fire drills",
                    "ordering supplies",
                    "a quality circle");

    private static final List<String> ENDS =
            List.of(
                    "Keep it under 120 words.",
                    "Use simple language.",
                    "In Spanish, please.",
                    "With one example.",
                    "For people without medical training.",
                    "As a numbered list.",
                    "No jargon.",
                    "Add a closing sentence.",
                    "In two paragraphs.",
                    "Make it friendly.");

    /// Much about a case, and nobody in it.
    private static final String NOBODY =
            "Help me to word a progress note. The client describes worry on most days, poor sleep and"
                    + " tension in the shoulders; no thoughts of self-harm. We practised breathing and agreed"
                    + " on a diary of triggers. Plan: weekly sessions, review after six of them. Write it in"
                    + " the form data, assessment, plan.";

    private Texts() {}

    static String harmless(SplittableRandom random) {
        return one(ASKS, random) + " " + one(TOPICS, random) + ". " + one(ENDS, random);
    }

    static String clinicalOfNobody() {
        return NOBODY;
    }

    static String withPatient(SplittableRandom random, LocalDate today) {
        return fill(one(WITH_PATIENT, random), patient(random), today);
    }

    /// A list as somebody copies it out of a worklist.
    static String withPatients(SplittableRandom random, int count, LocalDate today) {
        StringBuilder text = new StringBuilder("Sort these patients by urgency for the round:\n");
        int first = random.nextInt(Patient.COUNT - count);
        for (int i = 0; i < count; i++) {
            text.append(
                    fill(
                            "{name}, MRN {mrn}, DOB {born}, admitted {seen}, "
                                    + one(List.of("pneumonia", "hip fracture", "COPD"), random)
                                    + "\n",
                            Patient.of(first + i),
                            today));
        }
        return text.toString();
    }

    static Patient patient(SplittableRandom random) {
        return Patient.of(random.nextInt(Patient.COUNT));
    }

    private static String fill(String template, Patient patient, LocalDate today) {
        return template.replace("{name}", patient.name())
                .replace("{mrn}", patient.mrn())
                .replace("{born}", patient.born().toString())
                .replace("{seen}", today.minusDays(2).format(AMERICAN));
    }

    static <T> T one(List<T> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }
}
