package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A health plan member, subscriber or policy number.
public final class MemberId {
    private MemberId() {}

    public static final InfoType TYPE =
            new InfoType(
                    "MEMBER_ID",
                    Category.I,
                    "a token of 4 to 17 characters with a digit after its word or under its key",
                    "",
                    List.of(
                            "ins",
                            "insur",
                            "insurance id",
                            "insur id",
                            "hmo",
                            "hmo id",
                            "ppo",
                            "plan member",
                            "member no",
                            "medicare no",
                            "member",
                            "member id",
                            "member number",
                            "subscriber",
                            "subscriber id",
                            "beneficiary",
                            "beneficiary number",
                            "beneficiary id",
                            "insurance",
                            "insurance id",
                            "insurance number",
                            "policy",
                            "policy number",
                            "policy id",
                            "plan id",
                            "plan number",
                            "health plan",
                            "medicaid",
                            "medicaid id",
                            "insurance policy",
                            "hpbn",
                            "payer id",
                            "health plan number",
                            "health plan id",
                            "health plan beneficiary",
                            "insurance plan",
                            "memberid",
                            "coverage id",
                            "hp id"),
                    "VERY_LIKELY after its word; LIKELY with words between");
}
