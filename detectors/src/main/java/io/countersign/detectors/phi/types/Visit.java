package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// That somebody was, is or will be in care.
public final class Visit {
    private Visit() {}

    public static final InfoType TYPE =
            new InfoType(
                    "VISIT",
                    Category.HEALTH,
                    "plain words: appointment, admission, discharge",
                    "",
                    List.of(
                            "brought in",
                            "bed",
                            "pager",
                            "pediatrician",
                            "surgeon",
                            "cardiologist",
                            "oncologist",
                            "neurologist",
                            "psychiatrist",
                            "therapist",
                            "gynecologist",
                            "dermatologist",
                            "mychart",
                            "physicians",
                            "caregiver",
                            "ed visit",
                            "follow up",
                            "appointment",
                            "appointments",
                            "appt",
                            "admitted",
                            "admission",
                            "discharged",
                            "discharge",
                            "hospitalized",
                            "hospitalised",
                            "follow up visit",
                            "checkup",
                            "check up",
                            "patient",
                            "patients",
                            "pts",
                            "inpatient",
                            "outpatient",
                            "emergency department",
                            "emergency room",
                            "er visit",
                            "clinic visit",
                            "office visit",
                            "visit",
                            "consultation",
                            "referred",
                            "referral",
                            "readmitted",
                            "telehealth",
                            "bedside",
                            "doctor",
                            "physician",
                            "nurse",
                            "hospice",
                            "treated",
                            "treatment",
                            "diagnose"),
                    "LIKELY");
}
