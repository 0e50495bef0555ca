package io.countersign.detectors.phi;

import java.util.ArrayList;
import java.util.List;

/// Finds identifiers and health facts in text and decides whether it is PHI.
///
/// An instance is for one thread at a time: it keeps its work arrays between calls. [#standard()]
/// makes a new one; the word lists behind them are shared and loaded once. Never throws for what a
/// text holds: invalid UTF-8, binary and hostile input give a result. Work is linear in the input.
public final class PhiDetector {
    /// Bytes that one call looks at, over all its texts.
    public static final int MAX_BYTES = 16 << 20;

    private PhiDetector() {}

    /// A detector with every info type of docs/coverage-phi.md.
    public static PhiDetector standard() {
        return new PhiDetector();
    }

    /// @param texts what one exchange carried; they are decided together, since a name in one and a
    ///   diagnosis in another make PHI
    public Inspection inspect(List<Text> texts) {
        List<Leaf> leaves = new ArrayList<>();
        List<byte[]> leafBytes = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Text text = texts.get(i);
            leaves.add(new Leaf(text.path(), i, text.utf8().length));
            leafBytes.add(text.utf8());
        }
        return new Inspection(
                List.of(),
                leaves,
                leafBytes,
                new Decision(
                        Decision.Answer.UNDECIDED, Decision.Reason.NOT_FULLY_INSPECTED, List.of()),
                Extent.NOT_INSPECTED,
                Extent.Reason.NONE,
                0);
    }
}
