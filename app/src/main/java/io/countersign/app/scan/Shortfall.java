package io.countersign.app.scan;

import io.countersign.intake.documents.DocumentGap;

/// Why a text that came out of an input is not all that the input holds.
public enum Shortfall {
    /// Nothing is known to be missing.
    NONE(""),
    /// Reading or unpacking failed before the end.
    READ_FAILED("breaks off while being read, the rest is not scanned"),
    /// It unpacks to far more than it is: [ExpansionLimit].
    EXPANSION_LIMIT(""),
    /// Archives within archives deeper than [InputTexts#MAX_NESTING].
    NESTING_LIMIT(""),
    /// Some bytes are no characters of the charset; U+FFFD stands in their place.
    INVALID_CHARACTERS(""),
    /// A part of an office document that is not opened as one, since it is too large: its text is
    /// read as the file's XML spells it, where a value may be spread over several elements and is
    /// then not seen.
    OFFICE_DOCUMENT(""),
    /// A picture, or a document with pages or pictures that nobody looked at.
    IMAGE(""),
    /// A document that opens only with a password.
    ENCRYPTED("is encrypted, not scanned"),
    /// A document that passes a limit of time, memory, size, nesting or number.
    DOCUMENT_LIMIT(
            "passes a limit of documents (time, memory, size, nesting), not or not wholly scanned"),
    /// A document that is damaged, or not what it says.
    DOCUMENT_UNREADABLE("is a damaged document, not or not wholly scanned"),
    /// A file within a document that is of no known kind.
    DOCUMENT_TYPE_UNKNOWN(""),
    /// No process for documents could be started.
    DOCUMENTS_NOT_OPENED("is a document, and no process to open it can be started");

    private final String refusal;

    Shortfall(String refusal) {
        this.refusal = refusal;
    }

    /// What is told where something could not be read, which is a failure of the scan; empty where
    /// the report alone tells.
    String refusal() {
        return refusal;
    }

    static Shortfall of(DocumentGap gap) {
        return switch (gap) {
            case NONE -> NONE;
            case IMAGE -> IMAGE;
            case ENCRYPTED -> ENCRYPTED;
            case DOCUMENT_LIMIT -> DOCUMENT_LIMIT;
            case DOCUMENT_UNREADABLE -> DOCUMENT_UNREADABLE;
            case DOCUMENT_TYPE_UNKNOWN -> DOCUMENT_TYPE_UNKNOWN;
            case DOCUMENTS_NOT_OPENED -> DOCUMENTS_NOT_OPENED;
        };
    }
}
