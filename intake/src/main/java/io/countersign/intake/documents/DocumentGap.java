package io.countersign.intake.documents;

/// Why the text of a document is not all there. The names stand in records and entries.
public enum DocumentGap {
    NONE,
    /// An image, pages that are only images, or an image within a document that is larger than an
    /// icon: nobody read the picture.
    IMAGE,
    /// Nobody can read it without a password.
    ENCRYPTED,
    /// It passes a limit of time, memory, output, nesting or number; what was read before counts.
    DOCUMENT_LIMIT,
    /// Damaged, or not what it says; what was read before counts.
    DOCUMENT_UNREADABLE,
    /// Of a kind that is not opened here.
    DOCUMENT_TYPE_UNKNOWN,
    /// The site does not have documents opened.
    DOCUMENTS_NOT_OPENED;

    /// The one to tell of two.
    public DocumentGap or(DocumentGap other) {
        return this == NONE ? other : this;
    }
}
