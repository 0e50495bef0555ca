package io.countersign.intake.documents;

import java.util.List;

/// Opens documents. For any thread; it answers in bounded time and never throws because of what a
/// document holds.
public interface DocumentReader extends AutoCloseable {
    /// The texts of a document: one, or those of an archive's files in its order.
    ///
    /// @param name of the file as the sender spells it, or empty
    /// @throws InterruptedException where the thread is told to stop
    List<DocumentText> read(String name, byte[] bytes) throws InterruptedException;

    @Override
    void close();

    /// Opens nothing.
    static DocumentReader closed() {
        return new DocumentReader() {
            @Override
            public List<DocumentText> read(String name, byte[] bytes) {
                DocumentKind kind = DocumentKind.of(bytes);
                return List.of(
                        new DocumentText(
                                name,
                                kind.word(),
                                "",
                                kind == DocumentKind.IMAGE
                                        ? DocumentGap.IMAGE
                                        : DocumentGap.DOCUMENTS_NOT_OPENED,
                                0));
            }

            @Override
            public void close() {
                // Nothing was opened.
            }
        };
    }
}
