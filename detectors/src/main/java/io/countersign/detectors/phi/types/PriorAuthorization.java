package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A health plan's number for a treatment that it approved before.
public final class PriorAuthorization {
    private PriorAuthorization() {}

    public static final InfoType TYPE =
            new InfoType(
                    "PRIOR_AUTH",
                    Category.I,
                    "a token of 5 to 23 characters with a digit after its word or under its key",
                    "",
                    List.of(
                            "prior auth",
                            "prior authorization",
                            "prior authorisation",
                            "pa number",
                            "pa no",
                            "authorization number",
                            "authorisation number",
                            "authorization no",
                            "auth number",
                            "auth no",
                            "preauthorization",
                            "preauth",
                            "pre auth",
                            "pre authorization",
                            "precertification",
                            "precert",
                            "pre certification",
                            "referral authorization"),
                    "VERY_LIKELY after its word");

    /// Words that tell it from the other types of its class of context words.
    static final List<String> TELLING =
            List.of(
                    "auth",
                    "authorization",
                    "authorisation",
                    "preauth",
                    "preauthorization",
                    "precert",
                    "precertification",
                    "certification",
                    "pa");
}
