package io.countersign.audit.verify;

import java.util.List;

/// One named check and how it ended.
///
/// @param place where the first fault lies, such as `tile/0/003` or `leaf 17`; empty where there is
///   none
/// @param sentence one plain sentence: what is wrong, or what a pass shows, or why it was not
///   checked
/// @param faults how many faults were met
/// @param examples the first of them, at most [#MAX_EXAMPLES]
public record Check(
        CheckCode code,
        CheckVerdict verdict,
        String place,
        String sentence,
        long faults,
        List<Fault> examples) {
    /// Faults that a check keeps; it goes on counting.
    public static final int MAX_EXAMPLES = 16;

    public Check {
        examples = List.copyOf(examples);
        if ((verdict == CheckVerdict.FAILED) != (faults > 0)) {
            throw new IllegalArgumentException("a check fails exactly where it has faults");
        }
    }

    /// A place and what is wrong there.
    public record Fault(String place, String sentence) {}
}
