package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A medical record number. Every site has its own shape, so the word beside it decides.
public final class Mrn {
    private Mrn() {}

    public static final InfoType TYPE =
            new InfoType(
                    "MRN",
                    Category.H,
                    "a token of 3 to 20 characters with a digit, within three words after its word or under its key",
                    "",
                    List.of(
                            "medrec",
                            "med record",
                            "patient mrn",
                            "pt mrn",
                            "mrn",
                            "medical record",
                            "medical record number",
                            "medical record no",
                            "medical record id",
                            "med rec",
                            "med rec no",
                            "record",
                            "record number",
                            "patient record",
                            "chart",
                            "chart number",
                            "chart no",
                            "emr",
                            "ehr",
                            "patient id",
                            "patient number",
                            "patient no",
                            "pt id",
                            "patient identifier",
                            "patient identification",
                            "csn",
                            "hospital number",
                            "unit number",
                            "epic id",
                            "mrns",
                            "case record",
                            "patient file",
                            "file number",
                            "hospital id",
                            "patientid",
                            "record id"),
                    "VERY_LIKELY after its word; LIKELY after a weak word (record, chart, file) or with words between");
}
