package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A claim or referral number.
public final class ClaimNumber {
    private ClaimNumber() {}

    public static final InfoType TYPE =
            new InfoType(
                    "CLAIM_NUMBER",
                    Category.I,
                    "a token of 5 to 23 characters with a digit after its word; Medicare ICN of 13 digits",
                    "Medicare ICN: day of year 001 to 366",
                    List.of(
                            "claim",
                            "claim number",
                            "claim no",
                            "claim id",
                            "icn",
                            "dcn",
                            "ccn",
                            "referral number",
                            "eob",
                            "claims"),
                    "VERY_LIKELY after its word");

    private static final int ICN_LENGTH = 13;
    private static final int DAYS = 366;

    /// Whether 13 digits read as type, year, day of year, serial.
    public static boolean icn(byte[] d, int at, int length) {
        int day = (d[at + 4] - '0') * 100 + (d[at + 5] - '0') * 10 + d[at + 6] - '0';
        return length == ICN_LENGTH && day >= 1 && day <= DAYS;
    }
}
