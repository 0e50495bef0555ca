package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A name of a patient, a relative or anybody who is no clinician by the words beside it.
public final class PersonName {
    private PersonName() {}

    public static final InfoType TYPE =
            new InfoType(
                    "NAME",
                    Category.A,
                    "First Last, First L., Last, First M, single names after a role or title; lower case only after a role",
                    "",
                    List.of(
                            "name",
                            "named",
                            "patient name",
                            "pt name",
                            "full name",
                            "first name",
                            "last name",
                            "given name",
                            "family name",
                            "surname",
                            "maiden name",
                            "guarantor",
                            "insured",
                            "subscriber name",
                            "member name",
                            "beneficiary name",
                            "nok",
                            "next of kin",
                            "emergency contact",
                            "guardian",
                            "signed"),
                    "LIKELY by lists or role alone; VERY_LIKELY by both; CERTAIN with title, age or number beside it");
}
