package io.countersign.detectors.redact;

import io.countersign.detectors.phi.Extent;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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
    private final int overhang;
    private final int underhang;

    Redaction(
            byte[] text,
            Map<String, Integer> replaced,
            int surrogatesKept,
            Extent.Reason incomplete,
            int overhang,
            int underhang) {
        this.text = Objects.requireNonNull(text, "text");
        this.replaced = Map.copyOf(replaced);
        this.surrogatesKept = surrogatesKept;
        this.incomplete = Objects.requireNonNull(incomplete, "incomplete");
        this.overhang = overhang;
        this.underhang = underhang;
    }

    /// The same, with its text in another charset than UTF-8.
    Redaction in(Charset charset) {
        return new Redaction(
                new String(text, StandardCharsets.UTF_8).getBytes(charset),
                replaced,
                surrogatesKept,
                incomplete,
                overhang,
                underhang);
    }

    /// Of a window: bytes of the next one that a value which begins here covers. They are replaced
    /// here; the next window leaves them out where it sees the same value.
    public int overhang() {
        return overhang;
    }

    /// Of a window: bytes at its beginning that it left out, since they are of a value that begins
    /// in the window before. Where this is not that window's [#overhang()], the two do not fit and
    /// neither may be shown: half of a value would stand there.
    public int underhang() {
        return underhang;
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
