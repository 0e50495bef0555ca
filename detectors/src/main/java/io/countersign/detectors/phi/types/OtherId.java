package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// Any other number that is one person's.
public final class OtherId {
    private OtherId() {}

    public static final InfoType TYPE =
            new InfoType(
                    "UNIQUE_ID",
                    Category.R,
                    "a token of 4 to 20 characters with a digit after its word or under its key",
                    "",
                    List.of(
                            "accession",
                            "accession number",
                            "encounter",
                            "encounter id",
                            "encounter number",
                            "visit number",
                            "visit id",
                            "specimen",
                            "specimen id",
                            "case number",
                            "case id",
                            "case no",
                            "case",
                            "study id",
                            "subject id",
                            "subject number",
                            "participant",
                            "participant id",
                            "rx number",
                            "prescription number",
                            "user name",
                            "username",
                            "reference number",
                            "employee id",
                            "student id",
                            "unique id",
                            "unique identifier",
                            "confirmation number",
                            "ticket id",
                            "trial id",
                            "id number"),
                    "LIKELY after its word");
}
