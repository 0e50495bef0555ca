package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A laboratory value or test in words.
public final class Lab {
    private Lab() {}

    public static final InfoType TYPE =
            new InfoType(
                    "LAB",
                    Category.HEALTH,
                    "plain words",
                    "",
                    List.of(
                            "culture results",
                            "test results",
                            "lab work",
                            "bloodwork",
                            "blood work",
                            "hba1c",
                            "a1c",
                            "creatinine",
                            "hemoglobin",
                            "glucose",
                            "cholesterol",
                            "ldl",
                            "hdl",
                            "wbc",
                            "crp",
                            "egfr",
                            "potassium level",
                            "lab results",
                            "labs",
                            "blood test",
                            "blood pressure",
                            "bp",
                            "inr",
                            "tsh",
                            "bmi",
                            "troponin",
                            "bilirubin",
                            "platelets",
                            "psa",
                            "urinalysis",
                            "culture",
                            "cultures",
                            "lab result",
                            "vitals",
                            "anc",
                            "bnp"),
                    "LIKELY");
}
