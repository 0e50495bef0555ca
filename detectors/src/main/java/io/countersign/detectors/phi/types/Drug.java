package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A medicine by name.
public final class Drug {
    private Drug() {}

    public static final InfoType TYPE =
            new InfoType(
                    "DRUG",
                    Category.HEALTH,
                    "names of the FDA's lists; plain words for medicines",
                    "",
                    List.of(
                            "vaccinating",
                            "vaccinated",
                            "vaccines",
                            "dosing",
                            "vitamins",
                            "painkiller",
                            "antidepressant",
                            "anticoagulation",
                            "anticoagulant",
                            "medication",
                            "medications",
                            "meds",
                            "prescription",
                            "prescribed",
                            "rx",
                            "dose",
                            "dosage",
                            "mg",
                            "tablet",
                            "tablets",
                            "antibiotic",
                            "antibiotics",
                            "chemotherapy",
                            "insulin",
                            "vaccine",
                            "vaccination",
                            "statin",
                            "statins",
                            "opioid",
                            "nsaid",
                            "nsaids",
                            "refill",
                            "inhaler"),
                    "LIKELY");
}
