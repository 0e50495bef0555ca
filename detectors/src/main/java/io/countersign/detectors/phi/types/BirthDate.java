package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A date of birth.
public final class BirthDate {
    private BirthDate() {}

    public static final InfoType TYPE =
            new InfoType(
                    "DOB",
                    Category.C,
                    "a date beside a birth word or under a birth key",
                    "as DATE",
                    List.of(
                            "dob",
                            "d o b",
                            "born",
                            "birth",
                            "date of birth",
                            "birth date",
                            "birthdate",
                            "birthday",
                            "birthdays"),
                    "VERY_LIKELY; LIKELY for month and day alone");
}
