package io.countersign.bench.detector;

import java.util.List;

/// What of the recognisers a regular expression can say: shapes and context words, without check
/// digits, ranges, keys or ranking. In the subset that java.util.regex and Vectorscan share.
final class Patterns {
    private Patterns() {}

    static final List<String> SHAPES =
            List.of(
                    "[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){1,8}",
                    "https?://[^\\s\"<>)]{1,2048}",
                    "\\b\\d{3}-\\d{2}-\\d{4}\\b",
                    "\\(?\\b\\d{3}\\)?[-. ]\\d{3}[-. ]\\d{4}\\b",
                    "\\+\\d{1,3}[-. ]?\\d{2,4}([-. ]\\d{2,4}){1,4}\\b",
                    "\\b\\d{1,2}/\\d{1,2}/(\\d{4}|\\d{2})\\b",
                    "\\b\\d{4}-\\d{2}-\\d{2}\\b",
                    "\\b\\d{1,2}\\.\\d{1,2}\\.\\d{4}\\b",
                    "\\b(January|February|March|April|May|June|July|August|September|October|November|December)"
                            + " \\d{1,2}(st|nd|rd|th)?(, \\d{4})?\\b",
                    "\\b\\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} \\d{4}\\b",
                    "\\b(\\d{1,3}\\.){3}\\d{1,3}\\b",
                    "\\b(\\d{4}[- ]){3}\\d{1,7}\\b",
                    "\\b\\d{13,19}\\b",
                    "\\b[1-9][A-Z][A-Z0-9]\\d-?[A-Z][A-Z0-9]\\d-?[A-Z]{2}\\d{2}\\b",
                    "\\b[A-HJ-NPR-Z0-9]{17}\\b",
                    "\\b[A-Z]{2}\\d{7}\\b",
                    "\\b[A-Z]{2}\\d{2}[A-Z0-9]{11,30}\\b",
                    "\\b\\d{4,5}-\\d{3,4}-\\d{1,2}\\b",
                    "\\b[A-TV-Z]\\d[0-9AB]\\.[0-9A-Z]{1,4}\\b",
                    "\\b[A-Z]{2},? \\d{5}(-\\d{4})?\\b",
                    "\\(01\\)\\d{14}",
                    "\\b(9[0-9]|1[01][0-9])[- ]?(years?[- ]old|y/?o)\\b",
                    context("MRN|medical record|record|chart|patient id"),
                    context("SSN|social security"),
                    context("NPI|DEA"),
                    context("member|subscriber|policy|group|beneficiary"),
                    context("claim|prior auth|authorization"),
                    context("account|acct|routing|ABA"),
                    context("license|licence|passport"),
                    context("VIN|plate|serial|IMEI|device"),
                    context("ZIP|postal code"),
                    context("phone|tel|cell|fax|pager"),
                    context("DOB|born|birth"),
                    context("accession|case|encounter|order|specimen"));

    /// The word, a few separators and filler words, then a token with a digit in it.
    private static String context(String words) {
        return "\\b("
                + words
                + ")[ :#=.]{1,3}((number|no|id|is)[ :#.]{1,3}){0,2}[A-Za-z]{0,6}-?\\d[A-Za-z0-9-]{2,30}";
    }
}
