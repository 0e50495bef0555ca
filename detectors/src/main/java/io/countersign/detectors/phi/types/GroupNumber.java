package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// The number of the group whose members a health plan insures.
public final class GroupNumber {
    private GroupNumber() {}

    public static final InfoType TYPE =
            new InfoType(
                    "GROUP_NUMBER",
                    Category.I,
                    "a token of 4 to 17 characters with a digit after its word or under its key",
                    "",
                    List.of(
                            "group number",
                            "group no",
                            "group id",
                            "grp",
                            "grp no",
                            "grp number",
                            "plan group",
                            "group policy"),
                    "VERY_LIKELY after its word; LIKELY with words between");

    /// Words that tell it from the other types of its class of context words.
    static final List<String> TELLING = List.of("group", "grp");
}
