package io.countersign.detectors.redact;

import io.countersign.detectors.phi.Extent;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// A text without its identifiers. Its bytes may hold PHI still where [#complete()] is false, and
/// health facts in any case, so [#toString()] gives counts only.
public final class Redaction {
    private final byte[] text;
    private final Map<String, Integer> replaced;
    private final int surrogatesKept;
    private final Extent.Reason incomplete;

    Redaction(
            byte[] text,
            Map<String, Integer> replaced,
            int surrogatesKept,
            Extent.Reason incomplete) {
        this.text = Objects.requireNonNull(text, "text");
        this.replaced = Map.copyOf(replaced);
        this.surrogatesKept = surrogatesKept;
        this.incomplete = Objects.requireNonNull(incomplete, "incomplete");
    }

    /// Not copied: texts are large. Readers must not change it.
    public byte[] text() {
        return text;
    }

    /// How many values of each info type were replaced, by its name.
    public Map<String, Integer> replaced() {
        return new TreeMap<>(replaced);
    }

    /// Genuine surrogates of the same key that stood in the text before, and stand there still.
    public int surrogatesKept() {
        return surrogatesKept;
    }

    /// Whether the whole text was inspected, and inspecting the result finds nothing more.
    public boolean complete() {
        return incomplete == Extent.Reason.NONE;
    }

    /// Why it is not complete; NONE where it is.
    public Extent.Reason incompleteReason() {
        return incomplete;
    }

    @Override
    public String toString() {
        return "Redaction[" + replaced + ", " + incomplete + "]";
    }
}
