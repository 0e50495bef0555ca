package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// An operation, examination or treatment in words.
public final class Procedure {
    private Procedure() {}

    public static final InfoType TYPE =
            new InfoType(
                    "PROCEDURE",
                    Category.HEALTH,
                    "plain words",
                    "",
                    List.of(
                            "knee replacement",
                            "hip replacement",
                            "operated",
                            "operating room",
                            "intensive care",
                            "palliative",
                            "rehab",
                            "post operative care",
                            "sedation",
                            "pt eval",
                            "surgery",
                            "surgical",
                            "operation",
                            "biopsy",
                            "mri",
                            "ct scan",
                            "x ray",
                            "xray",
                            "ultrasound",
                            "colonoscopy",
                            "endoscopy",
                            "dialysis",
                            "transplant",
                            "mammogram",
                            "echocardiogram",
                            "ecg",
                            "ekg",
                            "eeg",
                            "intubated",
                            "intubation",
                            "ventilator",
                            "transfusion",
                            "radiation",
                            "immunization",
                            "physical therapy",
                            "catheter",
                            "bypass",
                            "cabg",
                            "stent",
                            "icd implant",
                            "chemo",
                            "screening",
                            "bipap",
                            "cpap"),
                    "LIKELY");
}
