package io.countersign.app.cli;

import io.countersign.detectors.Finding;
import io.countersign.detectors.phi.Inspection;
import io.countersign.detectors.phi.Leaf;
import io.countersign.detectors.phi.Text;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// From a finding's bytes in its leaf back to the text it came from.
///
/// A plain text is one leaf, and the two are the same. A string of a JSON or form body was decoded
/// first, so that its finding has no place in the raw text: [#of] is empty for it, and the leaf
/// itself says where it stood.
final class Places {
    private final byte[] text;
    private int countedTo;
    private int line = 1;
    private int codePoint;

    Places(Text text) {
        this.text = text.utf8();
    }

    /// @param line from 1
    /// @param start in Unicode code points, from 0
    /// @param end in Unicode code points, exclusive
    record Place(int line, int start, int end) {}

    /// Findings come in the order of their place, so that the text is walked once.
    Optional<Place> of(Inspection inspection, Finding finding) {
        Leaf leaf = inspection.leaves().get(finding.leaf());
        if (leaf.bytes() != text.length) {
            return Optional.empty();
        }
        int start = finding.span().start();
        if (start < countedTo) {
            countedTo = 0;
            line = 1;
            codePoint = 0;
        }
        for (; countedTo < start; countedTo++) {
            if (text[countedTo] == '\n') {
                line++;
            }
            codePoint += startsCodePoint(text[countedTo]);
        }
        int end = codePoint;
        for (int i = start; i < finding.span().end(); i++) {
            end += startsCodePoint(text[i]);
        }
        return Optional.of(new Place(line, codePoint, end));
    }

    /// The text of a finding. This is PHI.
    String matched(Finding finding) {
        return new String(
                text, finding.span().start(), finding.span().length(), StandardCharsets.UTF_8);
    }

    private static int startsCodePoint(byte b) {
        return (b & 0xC0) == 0x80 ? 0 : 1;
    }

    static List<Text> single(byte[] utf8) {
        return List.of(new Text("text", utf8));
    }
}
