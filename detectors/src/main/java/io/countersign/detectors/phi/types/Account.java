package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A bank, patient or guarantor account number.
public final class Account {
    private Account() {}

    public static final InfoType TYPE =
            new InfoType(
                    "ACCOUNT",
                    Category.J,
                    "a token of 4 to 20 characters with a digit after its word",
                    "",
                    List.of(
                            "account",
                            "account number",
                            "account no",
                            "acct",
                            "acct number",
                            "bank account",
                            "har",
                            "guarantor account",
                            "patient account",
                            "account id",
                            "billing account"),
                    "VERY_LIKELY after its word");
}
