package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A hospital, clinic, practice, school or other place of care.
public final class Facility {
    private Facility() {}

    public static final InfoType TYPE =
            new InfoType(
                    "FACILITY",
                    Category.B,
                    "capitalised words round Hospital, Clinic, Medical Center and the like; known short names; a name after \"seen at\"",
                    "",
                    List.of(
                            "hospital",
                            "clinic",
                            "medical center",
                            "medical centre",
                            "health center",
                            "hospice",
                            "nursing home",
                            "pharmacy",
                            "school"),
                    "LIKELY by its words; VERY_LIKELY also after seen, treated, admitted at");

    /// Short names by which everybody knows a hospital and which no list of full names holds.
    static final List<String> KNOWN =
            List.of(
                    "johns hopkins",
                    "john hopkins",
                    "mayo clinic",
                    "cedars sinai",
                    "cedar sinai",
                    "cleveland clinic",
                    "mass general",
                    "massachusetts general",
                    "nyu langone",
                    "mount sinai",
                    "mt sinai",
                    "kaiser permanente",
                    "md anderson",
                    "sloan kettering",
                    "new york presbyterian",
                    "ny presbyterian",
                    "brigham and women s",
                    "beth israel",
                    "stanford health care",
                    "duke health",
                    "penn medicine",
                    "ucsf",
                    "ucla health",
                    "rush university",
                    "northwestern memorial",
                    "houston methodist",
                    "scripps clinic",
                    "sutter health",
                    "intermountain health",
                    "geisinger",
                    "ascension saint",
                    "dana farber",
                    "city of hope",
                    "boston children s",
                    "texas children s",
                    "va medical",
                    "mercy general",
                    "sf general",
                    "la general");
}
