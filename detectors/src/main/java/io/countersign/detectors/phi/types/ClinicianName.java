package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A name after a clinician's title or role. A finding under Safe Harbor where it helps to single
/// out a patient, but not the patient's identity.
public final class ClinicianName {
    private ClinicianName() {}

    public static final InfoType TYPE =
            new InfoType(
                    "PROVIDER_NAME",
                    Category.A,
                    "a name after Dr., attending, nurse and the like, or before MD, RN and the like",
                    "",
                    List.of("dr", "doctor", "prof", "professor"),
                    "LIKELY after a role; VERY_LIKELY after a title with a name of the lists");
}
