package io.countersign.intake.documents;

import java.util.Objects;

/// The text of one document, or of one file of an archive. PHI until shown otherwise: `toString()`
/// says how much it is.
///
/// @param name of the file, as the archive or the sender spells it; empty where there is none
/// @param kind such as `docx`; small letters
/// @param text what was read
/// @param gap why there may be more
/// @param pictures that the document holds, of any size, or is; nobody looked at them
public record DocumentText(String name, String kind, String text, DocumentGap gap, int pictures) {
    public DocumentText {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(gap, "gap");
        if (pictures < 0) {
            throw new IllegalArgumentException("fewer than no pictures");
        }
    }

    @Override
    public String toString() {
        return "DocumentText[" + kind + ", " + text.length() + " chars, " + gap + "]";
    }
}
